package dev.appwatch.ingest;

import java.util.Arrays;

/**
 * Remembers in which order the members of objects were named, since a stream names them alike again
 * and again: to recognise a name then takes one comparison, and that no name comes twice was found
 * out when the order was first seen. Used by one thread.
 *
 * <p>A state stands for the names of one object so far; state 0 is the record before its first.
 */
final class NameTrie {

  /** Says that a name is not known, and that the record had better be built. */
  static final int UNKNOWN = -1;

  private static final int MOST_STATES = 1 << 15;
  private static final int MOST_CHILDREN = 64;
  private static final int LONGEST_NAME = 120;
  private static final int READS_BEFORE_CLEARING = 4096;

  private static final byte OWN = 0;
  private static final byte HELD = 1;
  private static final byte DEEP = 2;

  private final Vocabulary vocabulary;
  private int[] parent = new int[256];
  private int[] likely = new int[256];
  private int[] child = new int[256];
  private int[] sibling = new int[256];
  private int[] inside = new int[256];
  private int[] slot = new int[256];
  private int[] place = new int[256];
  private int[] length = new int[256];
  private int[] start = new int[256];
  private long[] mask = new long[256];
  private long[] shapes = new long[256];
  private byte[] level = new byte[256];
  private long[] words = new long[1024];
  private int used;
  private int wordsUsed;
  private boolean full;
  private int reads;

  NameTrie(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    clear();
  }

  private void clear() {
    used = 0;
    wordsUsed = 0;
    full = false;
    reads = 0;
    root(OWN);
  }

  /** To be called before each record. */
  void begin() {
    if (full && ++reads > READS_BEFORE_CLEARING) {
      clear();
    }
  }

  /** Returns the state before the first member of an object that is, or lies in, a member. */
  int inside(int state) {
    int root = inside[state];
    return root != 0 || full ? root : newInside(state);
  }

  private int newInside(int state) {
    boolean held = level[state] == OWN && place[state] >= 0 && vocabulary.holder(place[state]);
    int root = root(held ? HELD : DEEP);
    inside[state] = root;
    return root;
  }

  /**
   * Returns the state after the name that starts at an index, or {@link #UNKNOWN}.
   *
   * @param at the index after the opening quote
   */
  int after(int state, byte[] bytes, int at, int to) {
    int guess = likely[state];
    if (guess != 0 && matches(guess, bytes, at)) {
      return guess;
    }
    return search(state, bytes, at, to);
  }

  /** Returns how long the name is, its closing quote included. */
  int length(int state) {
    return length[state];
  }

  /** Returns where the value is to be kept, or -1. */
  int slot(int state) {
    return slot[state];
  }

  boolean held(int state) {
    return level[state] == HELD;
  }

  /** Returns the shapes whose records may have all members up to this one. */
  long shapes(int state) {
    return shapes[state];
  }

  private boolean matches(int state, byte[] bytes, int at) {
    int count = (length[state] + 7) >>> 3;
    if (at + (count << 3) > bytes.length) {
      return matchesAtEnd(state, bytes, at);
    }
    int word = start[state];
    int i = at;
    for (int k = 1; k < count; k++) {
      if (NameHash.word(bytes, i) != words[word]) {
        return false;
      }
      word++;
      i += Long.BYTES;
    }
    return (NameHash.word(bytes, i) & mask[state]) == words[word];
  }

  private boolean matchesAtEnd(int state, byte[] bytes, int at) {
    if (at + length[state] > bytes.length) {
      return false;
    }
    byte[] padded = Arrays.copyOfRange(bytes, at, at + (((length[state] + 7) >>> 3) << 3));
    return matches(state, padded, 0);
  }

  private int search(int state, byte[] bytes, int at, int to) {
    int count = 0;
    for (int next = child[state]; next != 0; next = sibling[next]) {
      if (matches(next, bytes, at)) {
        likely[state] = next;
        return next;
      }
      count++;
    }
    return full || count >= MOST_CHILDREN ? UNKNOWN : learn(state, bytes, at, to);
  }

  private int learn(int state, byte[] bytes, int at, int to) {
    int end = NameHash.end(bytes, at, to);
    if (end >= to || bytes[end] != '"' || end - at > LONGEST_NAME) {
      return UNKNOWN; // an escape, say: the reader proper knows
    }
    for (int before = state; parent[before] >= 0; before = parent[before]) {
      if (matches(before, bytes, at)) {
        return UNKNOWN; // named twice
      }
    }
    if (used >= MOST_STATES) {
      full = true;
      return UNKNOWN;
    }
    int made = make();
    parent[made] = state;
    sibling[made] = child[state];
    child[state] = made;
    likely[state] = made;
    level[made] = level[state];
    name(made, bytes, at, end + 1);
    place[made] =
        level[made] == DEEP ? -1 : vocabulary.find(NameHash.of(bytes, at, end), bytes, at, end);
    boolean known = place[made] >= 0;
    slot[made] = known ? vocabulary.slot(place[made]) : -1;
    shapes[made] = shapes[state] & (known ? vocabulary.shapes(place[made]) : 0);
    return made;
  }

  private void name(int state, byte[] bytes, int from, int to) {
    int count = (to - from + 7) >>> 3;
    if (wordsUsed + count > words.length) {
      words = Arrays.copyOf(words, words.length * 2);
    }
    start[state] = wordsUsed;
    length[state] = to - from;
    byte[] padded = Arrays.copyOf(Arrays.copyOfRange(bytes, from, to), count << 3);
    for (int k = 0; k < count; k++) {
      words[wordsUsed] = NameHash.word(padded, k << 3);
      wordsUsed++;
    }
    int rest = (to - from) & 7;
    mask[state] = rest == 0 ? -1 : (1L << (rest << 3)) - 1;
  }

  private int root(byte level) {
    int made = make();
    parent[made] = -1;
    shapes[made] = -1;
    slot[made] = -1;
    place[made] = -1;
    this.level[made] = level;
    return made;
  }

  private int make() {
    if (used == parent.length) {
      grow();
    }
    int made = used;
    used++;
    likely[made] = 0;
    child[made] = 0;
    sibling[made] = 0;
    inside[made] = 0;
    return made;
  }

  private void grow() {
    int size = parent.length * 2;
    parent = Arrays.copyOf(parent, size);
    likely = Arrays.copyOf(likely, size);
    child = Arrays.copyOf(child, size);
    sibling = Arrays.copyOf(sibling, size);
    inside = Arrays.copyOf(inside, size);
    slot = Arrays.copyOf(slot, size);
    place = Arrays.copyOf(place, size);
    length = Arrays.copyOf(length, size);
    start = Arrays.copyOf(start, size);
    mask = Arrays.copyOf(mask, size);
    shapes = Arrays.copyOf(shapes, size);
    level = Arrays.copyOf(level, size);
  }
}
