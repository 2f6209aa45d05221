package dev.appwatch.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A file, or standard input, that can be opened. Holds nothing open by itself. */
public final class Source {

  private final String name;
  private final @Nullable InputStream standardInput;

  private Source(String name, @Nullable InputStream standardInput) {
    this.name = name;
    this.standardInput = standardInput;
  }

  static Source file(String name) {
    return new Source(name, null);
  }

  static Source standardInput(InputStream stream) {
    return new Source("-", stream);
  }

  /** Returns the path as the command line gave it, or {@code -}. */
  public String name() {
    return name;
  }

  /** Returns the bytes to be read, packed when they are, or empty when nobody knows. */
  public OptionalLong size() {
    Path path = Path.of(name);
    try {
      return standardInput == null && Files.isRegularFile(path)
          ? OptionalLong.of(Files.size(path))
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  /** Opens the source; closing standard input does nothing. */
  public InputStream open() throws IOException {
    return standardInput == null
        ? Files.newInputStream(Path.of(name))
        : new KeptOpen(standardInput);
  }

  /** Standard input, which is not ours to close. */
  private static final class KeptOpen extends FilterInputStream {

    KeptOpen(InputStream stream) {
      super(stream);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, length);
    }

    @Override
    public void close() {}
  }
}
