package dev.appwatch.ingest;

/**
 * Finds the end of an object or array by its brackets, without caring whether it is valid within.
 *
 * <p>It stops at the first sign that brackets cannot balance: the wrong closing one, a line break
 * in a string, or an opening one where none may stand.
 */
final class BracketScanner {

  private static final int CHECKED_DEPTH = 1024;

  private final ByteWindow window;
  private final boolean[] arrays = new boolean[CHECKED_DEPTH];
  private long at;
  private int depth;
  private int last;
  private boolean inString;
  private boolean escaped;

  BracketScanner(ByteWindow window) {
    this.window = window;
  }

  /** How a scan came to rest. */
  enum Outcome {
    /** The value ends before the place reached. */
    BALANCED,
    /** The brackets cannot balance; the place reached is where that shows. */
    BROKEN,
    /** The value is longer than allowed; the scan can go on. */
    FULL,
    /** The source ends within the value. */
    ENDED
  }

  /** Returns the place reached. */
  long at() {
    return at;
  }

  void start(long from) {
    at = from;
    depth = 0;
    last = ':';
    inString = false;
    escaped = false;
  }

  /** Scans on from where it stands, at most up to {@code max}. */
  Outcome scan(long max) {
    while (true) {
      Outcome outcome = scanFilled(max);
      if (outcome != Outcome.ENDED) {
        return outcome;
      }
      if (at >= max) {
        return Outcome.FULL;
      }
      if (!window.fill()) {
        return Outcome.ENDED;
      }
    }
  }

  /** Scans to the end of the value and lets the window forget it. */
  Outcome skip() {
    while (true) {
      Outcome outcome = scan(at + (1 << 16));
      window.moveTo(at);
      if (outcome != Outcome.FULL) {
        return outcome;
      }
    }
  }

  private Outcome scanFilled(long max) {
    byte[] bytes = window.buffer();
    int start = window.index(at);
    int end = window.index(Math.min(window.filledTo(), max));
    int i = start;
    Outcome outcome = Outcome.ENDED;
    while (i < end) {
      if (inString) {
        i = scanString(bytes, i, end);
        if (i < end && inString) {
          outcome = Outcome.BROKEN;
          break;
        }
        continue;
      }
      int value = bytes[i];
      switch (value) {
        case '"' -> inString = true;
        case '{', '[' -> {
          if (!opens(value)) {
            outcome = Outcome.BROKEN;
          }
        }
        case '}', ']' -> {
          if (!closes(value)) {
            outcome = Outcome.BROKEN;
          } else if (depth == 0) {
            i++;
            outcome = Outcome.BALANCED;
          }
        }
        case ' ', '\t', '\r', '\n' -> {}
        default -> last = value;
      }
      if (outcome != Outcome.ENDED) {
        break;
      }
      i++;
    }
    at += i - start;
    return outcome;
  }

  /** Returns the index after the string; still in it before the end means a line break. */
  private int scanString(byte[] bytes, int from, int end) {
    int i = from;
    while (i < end) {
      int value = bytes[i];
      if (value == '\n' || value == '\r') {
        return i;
      }
      if (escaped) {
        escaped = false;
      } else if (value == '\\') {
        escaped = true;
      } else if (value == '"') {
        inString = false;
        last = '"';
        return i + 1;
      }
      i++;
    }
    return i;
  }

  private boolean opens(int bracket) {
    if (depth > 0 && depth <= CHECKED_DEPTH) {
      boolean element = arrays[depth - 1] && (last == ',' || last == '[');
      if (last != ':' && !element) {
        return false;
      }
    }
    if (depth < CHECKED_DEPTH) {
      arrays[depth] = bracket == '[';
    }
    depth++;
    last = bracket;
    return true;
  }

  private boolean closes(int bracket) {
    depth--;
    last = bracket;
    return depth >= CHECKED_DEPTH || arrays[depth] == (bracket == ']');
  }
}
