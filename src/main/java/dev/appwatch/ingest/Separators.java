package dev.appwatch.ingest;

/** Steps over what may lie between values and remembers how far the line is indented. */
final class Separators {

  private static final int RECORD_SEPARATOR = 0x1e;

  private final ByteWindow window;
  private int indent;

  Separators(ByteWindow window) {
    this.window = window;
  }

  /** Moves the window to the next byte of a value and returns it, or -1 at the end. */
  int next() {
    indent = window.position() == 0 ? 0 : -1;
    int value = window.byteAt(window.position());
    while (separates(value)) {
      if (value == '\n') {
        indent = 0;
      } else if (indent >= 0 && value != 0) {
        indent++;
      }
      window.moveTo(window.position() + 1);
      value = window.byteAt(window.position());
    }
    return value;
  }

  /** Returns the blanks before the value on its line, -1 when something else precedes it. */
  int indent() {
    return indent;
  }

  static boolean separates(int value) {
    return JsonCursor.blank(value) || value == ',' || value == 0 || value == RECORD_SEPARATOR;
  }
}
