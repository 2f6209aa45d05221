package dev.appwatch.ingest;

/**
 * Turns UTF-16 into UTF-8.
 *
 * <p>A surrogate without its partner and a last odd byte become bytes that UTF-8 does not allow, so
 * only the record they stand in is refused.
 */
final class Utf16Feed implements Feed {

  private static final int LONGEST = 4;

  private final Feed wide;
  private final boolean bigEndian;
  private final byte[] input = new byte[1 << 15];
  private int at;
  private int filled;

  Utf16Feed(Feed wide, boolean bigEndian) {
    this.wide = wide;
    this.bigEndian = bigEndian;
  }

  /** Returns how many bytes of UTF-16 a byte of UTF-8 written here stands for. */
  static int width(byte value) {
    int bits = value & 0xff;
    if (bits >= 0xf0) {
      return bits == 0xff ? 1 : 4;
    }
    return bits >= 0x80 && bits < 0xc0 ? 0 : 2;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (length < LONGEST) {
      throw new IllegalArgumentException("The room (%d) must be 4 bytes.".formatted(length));
    }
    int start = offset;
    int end = offset + length - LONGEST;
    int to = offset;
    while (to <= end) {
      if (filled - at < 2 && (to > start || !more())) {
        break;
      }
      to = put(target, to);
    }
    return to == start ? -1 : to - start;
  }

  private int put(byte[] out, int to) {
    if (filled - at < 2) {
      at = filled;
      out[to] = (byte) 0xff;
      return to + 1;
    }
    int unit = unit(at);
    at += 2;
    if (unit < 0x80) {
      out[to] = (byte) unit;
      return to + 1;
    }
    if (unit < 0x800) {
      out[to] = (byte) (0xc0 | (unit >> 6));
      out[to + 1] = tail(unit);
      return to + 2;
    }
    if (Character.isHighSurrogate((char) unit)) {
      if (filled - at < 2) {
        more();
      }
      if (filled - at >= 2 && Character.isLowSurrogate((char) unit(at))) {
        int point = Character.toCodePoint((char) unit, (char) unit(at));
        at += 2;
        out[to] = (byte) (0xf0 | (point >> 18));
        out[to + 1] = tail(point >> 12);
        out[to + 2] = tail(point >> 6);
        out[to + 3] = tail(point);
        return to + 4;
      }
    }
    out[to] = (byte) (0xe0 | (unit >> 12));
    out[to + 1] = tail(unit >> 6);
    out[to + 2] = tail(unit);
    return to + 3;
  }

  private static byte tail(int bits) {
    return (byte) (0x80 | (bits & 0x3f));
  }

  private int unit(int index) {
    int first = input[index] & 0xff;
    int second = input[index + 1] & 0xff;
    return bigEndian ? (first << 8) | second : (second << 8) | first;
  }

  /** Returns whether there is at least one byte to turn. */
  private boolean more() {
    int left = filled - at;
    System.arraycopy(input, at, input, 0, left);
    at = 0;
    filled = left;
    while (filled < 2) {
      int count = wide.read(input, filled, input.length - filled);
      if (count < 0) {
        break;
      }
      filled += count;
    }
    return filled > 0;
  }
}
