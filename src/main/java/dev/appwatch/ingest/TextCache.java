package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Turns bytes into text, the same text for bytes seen lately. */
final class TextCache {

  private static final int SIZE = 1024;
  private static final int LONGEST = 256;

  private final long[] hashes = new long[SIZE];
  private final @Nullable String[] texts = new String[SIZE];
  private final byte[][] known = new byte[SIZE][];

  /** Returns the text of bytes that are all ASCII. */
  String text(byte[] bytes, int from, int to) {
    int length = to - from;
    if (length > LONGEST) {
      return new String(bytes, from, length, US_ASCII);
    }
    long hash = NameHash.of(bytes, from, to);
    int place = (int) (hash >>> 32) & (SIZE - 1);
    String text = texts[place];
    if (text != null
        && hashes[place] == hash
        && Arrays.equals(bytes, from, to, known[place], 0, known[place].length)) {
      return text;
    }
    text = new String(bytes, from, length, US_ASCII);
    texts[place] = text;
    known[place] = Arrays.copyOfRange(bytes, from, to);
    hashes[place] = hash;
    return text;
  }
}
