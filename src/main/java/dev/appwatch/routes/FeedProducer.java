package dev.appwatch.routes;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;

/**
 * Puts the body of an exchange, a complete change feed, in place of a file. Whoever reads it sees
 * the old one or the new one, after a loss of power too.
 */
final class FeedProducer extends DefaultProducer {

  private final Path file;
  private final Path folder;

  FeedProducer(Endpoint endpoint, Path file) {
    super(endpoint);
    this.file = file.toAbsolutePath();
    Path parent = this.file.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(
          "The file (%s) of appwatch:feed must be no root.%n    Maybe a folder was named."
              .formatted(file));
    }
    this.folder = parent;
  }

  @Override
  public void process(Exchange exchange) throws IOException {
    byte[] feed = exchange.getMessage().getBody(byte[].class);
    if (feed == null || feed.length == 0) {
      throw new IOException(
          "There is no change feed to write.%n    Maybe the step before appwatch:feed read nothing."
              .formatted());
    }
    Files.createDirectories(folder);
    // readers of a folder of feeds pass over names that begin with a dot
    Path draft = folder.resolve("." + file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            draft,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Disk.writeAll(out, feed);
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Disk.keepNames(folder);
  }
}
