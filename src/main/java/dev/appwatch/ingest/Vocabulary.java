package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;

/**
 * The names of members that a sieve knows: which shapes of records may have them, and whether it
 * asks for their values. Found by hash and then compared, so that no other name passes for one.
 */
public final class Vocabulary {

  private static final int SIZE = 1024;

  private final long[] hashes = new long[SIZE];
  private final Word[] words = new Word[SIZE];
  private final byte[][] bytes = new byte[SIZE][];
  private final int slots;

  /**
   * A name.
   *
   * @param name the name, in ASCII
   * @param shapes one bit for each shape whose records may have a member of this name
   * @param slot where its value is kept, from 0, or -1 when nobody asks for it
   * @param holder whether values are also kept of the members of the object of this name
   */
  public record Word(String name, long shapes, int slot, boolean holder) {}

  public Vocabulary(List<Word> words) {
    if (words.size() > SIZE / 4) {
      throw new IllegalArgumentException(
          "The words (%d) must be at most %d.".formatted(words.size(), SIZE / 4));
    }
    int most = 0;
    for (Word word : words) {
      byte[] name = word.name().getBytes(US_ASCII);
      byte[] padded = Arrays.copyOf(name, name.length + Long.BYTES);
      padded[name.length] = '"';
      int at = NameHash.end(padded, 0, name.length + 1);
      if (at != name.length) {
        throw new IllegalArgumentException("The name (%s) must be plain.".formatted(word.name()));
      }
      long hash = NameHash.of(padded, 0, name.length);
      int place = place(hash);
      if (hashes[place] != 0) {
        throw new IllegalArgumentException("The name (%s) is there twice.".formatted(word.name()));
      }
      hashes[place] = hash;
      this.words[place] = word;
      bytes[place] = name;
      most = Math.max(most, word.slot() + 1);
    }
    slots = most;
  }

  int slots() {
    return slots;
  }

  /** Returns the place of the name, or -1. */
  int find(long hash, byte[] source, int from, int to) {
    int place = place(hash);
    return hashes[place] == hash
            && Arrays.equals(source, from, to, bytes[place], 0, bytes[place].length)
        ? place
        : -1;
  }

  long shapes(int place) {
    return words[place].shapes();
  }

  int slot(int place) {
    return words[place].slot();
  }

  boolean holder(int place) {
    return words[place].holder();
  }

  private int place(long hash) {
    int place = (int) (hash >>> 32) & (SIZE - 1);
    while (hashes[place] != 0 && hashes[place] != hash) {
      place = (place + 1) & (SIZE - 1);
    }
    return place;
  }
}
