package dev.appwatch.pipeline;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes; a line ends at a line feed and nowhere else. */
final class ByteLines implements AutoCloseable {

  private static final int MOST_BYTES = 64 << 20;

  private final InputStream in;

  ByteLines(Path file) throws IOException {
    in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
  }

  /** Returns the next line without its line feed, null after the last one. */
  byte @Nullable [] next() throws IOException {
    int read = in.read();
    if (read < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    for (; read >= 0 && read != '\n'; read = in.read()) {
      if (line.size() >= MOST_BYTES) {
        throw new BundleRefusedException(
            "A line of a bundle must have at most %d MB.\n    Maybe it is no bundle of this program."
                .formatted(MOST_BYTES >> 20));
      }
      line.write(read);
    }
    return line.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
