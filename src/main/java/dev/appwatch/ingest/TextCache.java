package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.jspecify.annotations.Nullable;

/** Turns bytes into text, the same text for bytes seen lately. */
final class TextCache {

  private static final int SIZE = 1024;
  private static final int LONGEST = 256;

  private final long[] hashes = new long[SIZE];
  private final @Nullable String[] texts = new String[SIZE];

  /** Returns the text of bytes that are all ASCII. */
  String text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return new String(bytes, from, length, US_ASCII);
    }
    long hash = NameHash.of(bytes, from, to);
    int place = (int) (hash >>> 32) & (SIZE - 1);
    String known = texts[place];
    if (known != null && hashes[place] == hash && same(known, bytes, from, length)) {
      return known;
    }
    String text = new String(bytes, from, length, US_ASCII);
    texts[place] = text;
    hashes[place] = hash;
    return text;
  }

  private static boolean same(String text, byte[] bytes, int from, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }
}
