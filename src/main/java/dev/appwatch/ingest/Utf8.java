package dev.appwatch.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at bytes eight at a time. */
final class Utf8 {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;

  private Utf8() {}

  /** Returns the index of the first newline, or {@code to} when there is none. */
  static int newline(byte[] bytes, int from, int to) {
    int i = from;
    for (; i <= to - 8; i += 8) {
      long found = (long) LONGS.get(bytes, i) ^ NEWLINES;
      long zeros = (found - LOW_BITS) & ~found & HIGH_BITS;
      if (zeros != 0) {
        return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
      }
    }
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Returns whether the bytes are well-formed: nothing overlong, cut or a surrogate. */
  static boolean valid(byte[] bytes) {
    int i = 0;
    int length = bytes.length;
    while (i < length) {
      if (i <= length - 8 && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
      } else if (bytes[i] >= 0) {
        i++;
      } else {
        int size = sequence(bytes, i, bytes.length);
        if (size == 0) {
          return false;
        }
        i += size;
      }
    }
    return true;
  }

  /** Returns how many bytes the character takes that starts there, or 0 when it is malformed. */
  static int sequence(byte[] bytes, int at, int to) {
    int lead = bytes[at] & 0xff;
    int size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || at + size > to) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    int most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
