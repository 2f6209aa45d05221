package dev.appwatch.ingest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a record without building it: whether it is surely valid and within every limit,
 * which members it has, and where the values of a few of them lie.
 *
 * <p>It may refuse a record for its own convenience, such as an escape in a name; then the record
 * is built and judged by the reader proper. What it accepts, that reader accepts. Used by one
 * thread.
 */
public final class RecordScan {

  private static final int DEEPEST = 64;
  private static final int LONGEST_DIGITS = 17;

  private final int deepest;
  private final int mostNames;
  private final int longest;
  private final NameTrie trie;
  private final TextCache texts = new TextCache();
  private final boolean[] arrays = new boolean[DEEPEST];
  private final int[] states = new int[DEEPEST];
  private final int[] firstNames = new int[4];
  private final Members own;
  private final Members held;
  private byte[] bytes = new byte[0];
  private int to;
  private int last;
  private int names;
  private int ownNames;

  RecordScan(Limits limits, Vocabulary vocabulary) {
    this.deepest = Math.min(DEEPEST, limits.depth());
    this.mostNames = limits.keys();
    this.longest = Math.min(limits.recordBytes(), limits.stringLength());
    this.trie = new NameTrie(vocabulary);
    this.own = new Members(vocabulary.slots());
    this.held = new Members(vocabulary.slots());
  }

  /** What a member is. */
  public enum Kind {
    /** There is no such member. */
    ABSENT,
    /** A string without escapes, in ASCII. */
    TEXT,
    /** Null. */
    NULL,
    /** An object with members. */
    OBJECT,
    /** Anything else. */
    OTHER
  }

  /** The values of members that somebody asks for. */
  private static final class Members {

    private final Kind[] kinds;
    private final int[] from;
    private final int[] to;

    Members(int slots) {
      kinds = new Kind[slots];
      from = new int[slots];
      to = new int[slots];
    }

    void clear() {
      Arrays.fill(kinds, Kind.ABSENT);
    }
  }

  /** Returns the shapes whose records may have all the members that this one has. */
  public long shapes() {
    return trie.shapes(last);
  }

  /** Returns what the member in that slot is. */
  public Kind kind(int slot) {
    return own.kinds[slot];
  }

  /** Returns the text of a member that is {@link Kind#TEXT}. */
  public String text(int slot) {
    return texts.text(bytes, own.from[slot], own.to[slot]);
  }

  /** Returns what the member in that slot of the object that the record holds is. */
  public Kind heldKind(int slot) {
    return held.kinds[slot];
  }

  /** Returns the text of such a member. */
  public String heldText(int slot) {
    return texts.text(bytes, held.from[slot], held.to[slot]);
  }

  /** Returns the names of the first two members, or null when there are fewer. */
  String @Nullable [] firstNames() {
    if (ownNames < 2) {
      return null;
    }
    return new String[] {
      texts.text(bytes, firstNames[0], firstNames[1]),
      texts.text(bytes, firstNames[2], firstNames[3])
    };
  }

  /** Returns what differs when the first two names differ; 0 when there are fewer. */
  long firstHashes() {
    return ownNames < 2
        ? 0
        : NameHash.mixed(NameHash.of(bytes, firstNames[0], firstNames[1]))
            ^ NameHash.of(bytes, firstNames[2], firstNames[3]);
  }

  /** Returns whether the bytes are one object, surely valid and within the limits. */
  boolean read(byte[] source, int start, int end) {
    return end - start <= longest && source[end - 1] == '}' && end(source, start, end) == end;
  }

  /**
   * Returns the index after the object that starts there, or -1 unless there is one, surely valid
   * and within the limits.
   *
   * @param limit the index after the last byte that may belong to it
   */
  int end(byte[] source, int start, int limit) {
    if (limit - start < 2 || source[start] != '{') {
      return -1;
    }
    bytes = source;
    to = limit;
    own.clear();
    held.clear();
    names = 0;
    ownNames = 0;
    trie.begin();
    int end = object(source, start, limit);
    return names <= mostNames && end - start <= longest ? end : -1;
  }

  /** Returns the index after the object, or -1. */
  private int object(byte[] source, int start, int end) {
    NameTrie trie = this.trie;
    int depth = 0;
    int i = start;
    int state = 0; // of the object that is being read, or the one around the array
    boolean array = false;
    boolean value = true;
    int slot = -1;
    // each round reads a value or closes one, and then what comes before the next
    while (true) {
      int first = source[i];
      if (value) {
        if (first == '"') {
          int from = i + 1;
          i = NameHash.end(source, from, end);
          boolean text = i < end && source[i] == '"';
          if (!text) {
            i = string(i);
            if (i < 0) {
              return -1;
            }
          }
          if (slot >= 0) {
            keep(state, slot, text ? Kind.TEXT : Kind.OTHER, from, i);
          }
          i++;
        } else if (first == '{' || first == '[') {
          if (depth == deepest) {
            return -1;
          }
          arrays[depth] = array;
          states[depth] = state;
          depth++;
          array = first == '[';
          if (!array && depth > 1) {
            state = trie.inside(state);
            if (state == 0) {
              return -1;
            }
          }
          i = blanks(source, i + 1, end);
          if (i >= end) {
            return -1;
          }
          boolean empty = source[i] == (array ? ']' : '}');
          if (slot >= 0) {
            keep(states[depth - 1], slot, array || empty ? Kind.OTHER : Kind.OBJECT, 0, 0);
            slot = -1;
          }
          if (empty) {
            value = false;
            continue;
          }
          if (array) {
            names++; // an element counts as a member does
            continue;
          }
          if (source[i] != '"') {
            return -1;
          }
          state = trie.after(state, source, i + 1, end);
          if (state < 0) {
            return -1;
          }
          named(depth, i + 1, trie.length(state));
          i = colon(source, i + 1 + trie.length(state), end);
          if (i < 0) {
            return -1;
          }
          slot = trie.slot(state);
          continue;
        } else {
          i = scalar(first, i);
          if (i < 0) {
            return -1;
          }
          if (slot >= 0) {
            keep(state, slot, first == 'n' ? Kind.NULL : Kind.OTHER, 0, 0);
          }
        }
        i = blanks(source, i, end);
        if (i >= end) {
          return -1;
        }
        first = source[i];
      }
      if (first == ',') {
        i = blanks(source, i + 1, end);
        if (i >= end) {
          return -1;
        }
        value = true;
        slot = -1;
        if (array) {
          names++;
        } else {
          if (source[i] != '"') {
            return -1;
          }
          state = trie.after(state, source, i + 1, end);
          if (state < 0) {
            return -1;
          }
          named(depth, i + 1, trie.length(state));
          i = colon(source, i + 1 + trie.length(state), end);
          if (i < 0) {
            return -1;
          }
          slot = trie.slot(state);
        }
      } else if (first == (array ? ']' : '}')) {
        depth--;
        if (depth == 0) {
          last = state;
          return i + 1;
        }
        array = arrays[depth];
        state = states[depth];
        value = false;
        slot = -1;
        i = blanks(source, i + 1, end);
        if (i >= end) {
          return -1;
        }
      } else {
        return -1;
      }
    }
  }

  private void named(int depth, int from, int length) {
    names++;
    if (depth == 1 && ownNames < 2) {
      firstNames[ownNames * 2] = from;
      firstNames[ownNames * 2 + 1] = from + length - 1;
      ownNames++;
    }
  }

  private static int colon(byte[] source, int from, int end) {
    int colon = from;
    if (colon >= end || source[colon] != ':') {
      colon = blanks(source, colon, end);
      if (colon >= end || source[colon] != ':') {
        return -1;
      }
    }
    int value = blanks(source, colon + 1, end);
    return value < end ? value : -1;
  }

  private void keep(int state, int slot, Kind kind, int from, int to) {
    Members members = trie.held(state) ? held : own;
    members.kinds[slot] = kind;
    members.from[slot] = from;
    members.to[slot] = to;
  }

  /** Goes on in a string that is not plain; returns the index of the closing quote, or -1. */
  private int string(int from) {
    int i = from;
    while (i < to) {
      int value = bytes[i];
      if (value == '"') {
        return i;
      }
      if (value == '\\') {
        i = escape(i + 1);
        if (i < 0) {
          return -1;
        }
      } else if (value < 0) {
        int size = Utf8.sequence(bytes, i, to);
        if (size == 0) {
          return -1;
        }
        i += size;
      } else {
        return -1;
      }
      i = NameHash.end(bytes, i, to);
    }
    return -1;
  }

  private int escape(int at) {
    if (at >= to) {
      return -1;
    }
    switch (bytes[at]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return at + 1;
      }
      case 'u' -> {
        if (at + 4 >= to) {
          return -1;
        }
        for (int i = at + 1; i <= at + 4; i++) {
          if (Character.digit(bytes[i], 16) < 0) {
            return -1;
          }
        }
        return at + 5;
      }
      default -> {
        return -1;
      }
    }
  }

  /** Returns the index after a number, a boolean or null, or -1. */
  private int scalar(int first, int from) {
    return switch (first) {
      case 't' -> word(from, "true");
      case 'f' -> word(from, "false");
      case 'n' -> word(from, "null");
      default -> number(from);
    };
  }

  private int word(int from, String word) {
    int end = from + word.length();
    if (end >= to) {
      return -1;
    }
    for (int i = 1; i < word.length(); i++) {
      if (bytes[from + i] != word.charAt(i)) {
        return -1;
      }
    }
    return end;
  }

  /** Accepts usual numbers only: no exponent, and no more digits than a long has. */
  private int number(int from) {
    int i = bytes[from] == '-' ? from + 1 : from;
    int end = digits(i);
    if (end < 0 || (bytes[i] == '0' && end > i + 1)) {
      return -1;
    }
    if (end < to && bytes[end] == '.') {
      end = digits(end + 1);
    }
    return end;
  }

  private int digits(int from) {
    int i = from;
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i == from || i - from > LONGEST_DIGITS ? -1 : i;
  }

  private static int blanks(byte[] source, int from, int to) {
    int i = from;
    while (i < to && source[i] <= ' ' && JsonCursor.blank(source[i])) {
      i++;
    }
    return i;
  }
}
