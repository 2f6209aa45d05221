package dev.appwatch.ingest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the ends of strings, and the hash of a name, eight bytes at a time. */
final class NameHash {

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long BACKSLASHES = 0x5c5c5c5c5c5c5c5cL;
  private static final long QUOTE_TO_BLANK = 0x0202020202020202L;
  private static final long AFTER_BLANK = 0x2121212121212121L;
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private NameHash() {}

  /**
   * Marks bytes that are no plain part of a string; the lowest mark is right, others may not be.
   */
  static long special(long word) {
    // turning one bit puts the quote just above the control characters, and no other sign there
    long low = word ^ QUOTE_TO_BLANK;
    long backslash = word ^ BACKSLASHES;
    return (((low - AFTER_BLANK) & ~low) | ((backslash - LOW_BITS) & ~backslash) | word)
        & HIGH_BITS;
  }

  static long word(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  /** Returns the index of the first byte that is no plain part of a string, or {@code to}. */
  static int end(byte[] bytes, int from, int to) {
    int i = from;
    int last = Math.min(to, bytes.length) - Long.BYTES;
    while (i <= last) {
      long special = special(word(bytes, i));
      if (special != 0) {
        return i + (Long.numberOfTrailingZeros(special) >>> 3);
      }
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  /** Returns a hash of the bytes, never 0. */
  static long of(byte[] bytes, int from, int to) {
    long hash = (to - from) * FACTOR;
    int i = from;
    while (i + Long.BYTES <= to) {
      hash = mixed(hash ^ word(bytes, i));
      i += Long.BYTES;
    }
    int left = to - i;
    if (left > 0) {
      long rest;
      if (i + Long.BYTES <= bytes.length) {
        rest = word(bytes, i) & ((1L << (left << 3)) - 1);
      } else {
        rest = 0;
        for (int k = 0; k < left; k++) {
          rest |= (bytes[i + k] & 0xffL) << (k << 3);
        }
      }
      hash = mixed(hash ^ rest);
    }
    return hash | 1;
  }

  static long mixed(long hash) {
    long product = hash * FACTOR;
    return product ^ (product >>> 32);
  }
}
