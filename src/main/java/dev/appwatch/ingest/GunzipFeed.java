package dev.appwatch.ingest;

import dev.appwatch.model.QuarantineReason;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip members one after the other.
 *
 * <p>The JDK's stream takes a damaged second member for the end of the file; this one tells.
 */
final class GunzipFeed implements Feed, AutoCloseable {

  private static final int RATIO_CHECKED_FROM = 1 << 20;
  private static final int HEADER_CRC = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;

  private final Feed packed;
  private final int ratio;
  private final Faults faults;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] input = new byte[1 << 16];
  private int at;
  private int filled;
  private long packedBytes;
  private long unpackedBytes;
  private boolean inMember;
  private boolean ended;

  GunzipFeed(Feed packed, int ratio, Faults faults) {
    this.packed = packed;
    this.ratio = ratio;
    this.faults = faults;
  }

  static boolean magic(byte[] start) {
    return start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    try {
      return ended ? -1 : unpack(target, offset, length);
    } catch (DataFormatException | BrokenGzipException e) {
      ended = true;
      faults.report(
          QuarantineReason.BROKEN_GZIP,
          "The gzip stream is damaged after %d unpacked bytes.".formatted(unpackedBytes));
      return -1;
    }
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int unpack(byte[] target, int offset, int length) throws DataFormatException {
    while (true) {
      if (!inMember && !startMember()) {
        ended = true;
        return -1;
      }
      int count = inflater.inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        unpackedBytes += count;
        return withinRatio() ? count : -1;
      }
      if (inflater.finished()) {
        endMember();
      } else if (inflater.needsDictionary()) {
        throw new BrokenGzipException();
      } else if (inflater.needsInput()) {
        feedInflater();
      }
    }
  }

  private boolean withinRatio() {
    long used = packedBytes - inflater.getRemaining();
    if (unpackedBytes <= RATIO_CHECKED_FROM || unpackedBytes / Math.max(1, used) < ratio) {
      return true;
    }
    ended = true;
    faults.report(
        QuarantineReason.GZIP_RATIO,
        "The gzip stream unpacks to more than %d times its size.".formatted(ratio));
    return false;
  }

  private void feedInflater() {
    if (at == filled && !more()) {
      throw new BrokenGzipException();
    }
    inflater.setInput(input, at, filled - at);
    at = filled;
  }

  private boolean startMember() {
    if (at == filled && !more()) {
      return false;
    }
    if (packedBytes > filled - at && onlyPaddingFollows()) {
      return false;
    }
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw new BrokenGzipException();
    }
    skipHeader();
    inflater.reset();
    checksum.reset();
    inMember = true;
    return true;
  }

  private void skipHeader() {
    int flags = next();
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipString();
    }
    if ((flags & COMMENT) != 0) {
      skipString();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
  }

  private boolean onlyPaddingFollows() {
    while (at < filled || more()) {
      if (input[at] != 0) {
        return false;
      }
      at++;
    }
    return true;
  }

  private void endMember() {
    at = filled - inflater.getRemaining();
    long expected = word();
    long size = word();
    if (expected != checksum.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw new BrokenGzipException();
    }
    inflater.setInput(input, 0, 0);
    inMember = false;
  }

  private long word() {
    return next() | (long) next() << 8 | (long) next() << 16 | (long) next() << 24;
  }

  private void skip(int count) {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipString() {
    int value = next();
    while (value != 0) {
      value = next();
    }
  }

  private int next() {
    if (at == filled && !more()) {
      throw new BrokenGzipException();
    }
    return input[at++] & 0xff;
  }

  private boolean more() {
    int count = packed.read(input, 0, input.length);
    if (count < 0) {
      return false;
    }
    at = 0;
    filled = count;
    packedBytes += count;
    return true;
  }

  /** Says that the stream is not what gzip writes. */
  private static final class BrokenGzipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenGzipException() {
      super("broken gzip", null, false, false);
    }
  }
}
