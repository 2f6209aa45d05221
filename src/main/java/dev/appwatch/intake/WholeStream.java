package dev.appwatch.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A stream that never takes a failure for its end. Whoever reads a file by hand wants to see what
 * could be read of it; an intake must not call the rest done.
 */
final class WholeStream extends FilterInputStream {

  WholeStream(InputStream stream) {
    super(stream);
  }

  @Override
  public int read() {
    try {
      return super.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      return super.read(target, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
