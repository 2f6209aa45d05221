package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/** Steps over the members of an object without reading their values. */
final class JsonCursor {

  private static final int LONGEST_NAME = 1024;

  private final ByteWindow window;
  private final BracketScanner scanner;
  private long at;

  JsonCursor(ByteWindow window, long from) {
    this.window = window;
    this.scanner = new BracketScanner(window);
    this.at = from;
  }

  static boolean blank(int value) {
    return value == ' ' || value == '\t' || value == '\r' || value == '\n';
  }

  long at() {
    return at;
  }

  /** Returns what follows the bracket the cursor stands at, and stays there. */
  int afterBracket(long max) {
    long bracket = at;
    at++;
    int value = peek(max);
    at = bracket;
    return value;
  }

  /** Returns the next byte that is not blank, or -1 when there is none before {@code max}. */
  int peek(long max) {
    while (at < max) {
      int value = window.byteAt(at);
      if (!blank(value)) {
        return value;
      }
      at++;
    }
    return -1;
  }

  /** Returns the next member's name and steps over its colon, or null when there is no member. */
  @Nullable String name(long max) {
    if (peek(max) == ',') {
      at++;
    }
    if (peek(max) != '"') {
      return null;
    }
    long start = at + 1;
    if (!skipString(Math.min(max, start + LONGEST_NAME))) {
      return null;
    }
    String name = new String(window.copy(start, at - 1), UTF_8);
    if (peek(max) != ':') {
      return null;
    }
    at++;
    return name;
  }

  /** Steps over a value; returns false when its end is not found before {@code max}. */
  boolean skipValue(long max) {
    int first = peek(max);
    if (first == '{' || first == '[') {
      scanner.start(at);
      boolean balanced = scanner.scan(max) == BracketScanner.Outcome.BALANCED;
      at = scanner.at();
      return balanced;
    }
    return first == '"' ? skipString(max) : skipWord(max);
  }

  private boolean skipString(long max) {
    at++;
    while (at < max) {
      int value = window.byteAt(at);
      if (value < 0 || value == '\n') {
        return false;
      }
      at++;
      if (value == '"') {
        return true;
      }
      if (value == '\\') {
        at++;
      }
    }
    return false;
  }

  private boolean skipWord(long max) {
    while (at < max) {
      int value = window.byteAt(at);
      if (value < 0) {
        return false;
      }
      if (blank(value) || value == ',' || value == '}' || value == ']') {
        return true;
      }
      at++;
    }
    return false;
  }
}
