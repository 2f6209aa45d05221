package dev.appwatch.ingest;

/** Finds the end of a CSV row, whose quoted cells may hold line breaks. */
final class CsvRowScanner {

  private final ByteWindow window;
  private final char delimiter;
  private final int recordBytes;
  private long at;
  private boolean lineBroken;

  CsvRowScanner(ByteWindow window, char delimiter, int recordBytes) {
    this.window = window;
    this.delimiter = delimiter;
    this.recordBytes = recordBytes;
  }

  /** How a row ends. */
  enum Outcome {
    /** At a line break or the end of the source. */
    WHOLE,
    /** A quote is not closed, or closed within a cell. */
    OPEN_QUOTE,
    /** Not within the record limit. */
    TOO_LONG
  }

  /** Returns the place reached. */
  long at() {
    return at;
  }

  Outcome scan(long start) {
    at = start;
    lineBroken = false;
    while (at - start <= recordBytes) {
      int value = window.byteAt(at);
      if (value == '"') {
        if (!quoted(start + recordBytes)) {
          boolean tooLong = at - start >= recordBytes && !lineBroken;
          return tooLong ? Outcome.TOO_LONG : Outcome.OPEN_QUOTE;
        }
        value = window.byteAt(at);
        if (value >= 0 && value != '\n' && value != delimiter) {
          return Outcome.OPEN_QUOTE;
        }
      }
      while (value >= 0 && value != '\n' && value != delimiter && at - start <= recordBytes) {
        at++;
        value = window.byteAt(at);
      }
      if (value < 0 || value == '\n') {
        return at - start <= recordBytes ? Outcome.WHOLE : Outcome.TOO_LONG;
      }
      at++;
    }
    return Outcome.TOO_LONG;
  }

  /** Steps over a quoted cell and the blanks after it. */
  private boolean quoted(long max) {
    at++;
    while (at < max) {
      int value = window.byteAt(at);
      if (value < 0) {
        return false;
      }
      at++;
      lineBroken |= value == '\n';
      if (value == '"') {
        if (window.byteAt(at) != '"') {
          skipBlanks();
          return true;
        }
        at++;
      }
    }
    return false;
  }

  private void skipBlanks() {
    int value = window.byteAt(at);
    while ((value == ' ' || value == '\r' || value == '\t') && value != delimiter) {
      at++;
      value = window.byteAt(at);
    }
  }
}
