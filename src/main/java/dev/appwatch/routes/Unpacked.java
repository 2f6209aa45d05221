package dev.appwatch.routes;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Measures a body before any of it is judged. */
final class Unpacked {

  private static final int STEP = 64 * 1024;
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private Unpacked() {}

  /**
   * Refuses what is too long.
   *
   * @param most most bytes; 0 if any number will do
   */
  static void check(byte[] body, long most) {
    if (most > 0 && length(body, most) > most) {
      throw new TooLargeException(most);
    }
  }

  /** Returns the length, but looks no further than a little beyond the most. */
  private static long length(byte[] body, long most) {
    boolean gzip =
        body.length > 1 && (body[0] & 0xff) == GZIP_FIRST && (body[1] & 0xff) == GZIP_SECOND;
    if (!gzip) {
      return body.length;
    }
    long length = 0;
    byte[] step = new byte[STEP];
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(body), STEP)) {
      int count = in.read(step);
      while (count >= 0 && length <= most) {
        length += count;
        count = in.read(step);
      }
    } catch (IOException e) {
      return length; // what precedes the damage is judged
    }
    return length;
  }
}
