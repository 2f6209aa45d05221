package dev.appwatch.routes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Adds the body of an exchange, whole lines, to the end of a file, whole or not at all. When the
 * exchange goes on, it is on disk. A line that a crash tore is ended before anything is added.
 */
final class AppendProducer extends DefaultProducer {

  private static final String DAY = "DAY";

  private final Path file;
  private final Clock clock;

  AppendProducer(Endpoint endpoint, Path file, Clock clock) {
    super(endpoint);
    this.file = file.toAbsolutePath();
    this.clock = clock;
  }

  @Override
  public synchronized void process(Exchange exchange) throws IOException {
    byte[] lines = exchange.getMessage().getBody(byte[].class);
    if (lines == null || lines.length == 0) {
      return;
    }
    Path today = today();
    Path folder = today.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    boolean made = !Files.exists(today);
    try (FileChannel out =
        FileChannel.open(
            today, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long end = out.size();
      try {
        out.position(end);
        if (end > 0 && !endsLine(out, end)) {
          Disk.writeAll(out, new byte[] {'\n'});
        }
        Disk.writeAll(out, lines);
        out.force(true);
      } catch (IOException e) {
        out.truncate(end); // the rest of a full disk must not hold half a batch
        throw e;
      }
    }
    if (made && folder != null) {
      Disk.keepNames(folder);
    }
  }

  private Path today() {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(
        name.replace(DAY, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString()));
  }

  private static boolean endsLine(FileChannel out, long end) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return out.read(last, end - 1) == 1 && last.get(0) == '\n';
  }
}
