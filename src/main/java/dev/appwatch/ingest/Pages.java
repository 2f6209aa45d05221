package dev.appwatch.ingest;

import dev.appwatch.ingest.BracketScanner.Outcome;
import dev.appwatch.model.QuarantineReason;
import org.jspecify.annotations.Nullable;

/** Reads pages of records: their arrays element by element, what lies beside them not at all. */
final class Pages {

  private final ByteWindow window;
  private final int recordBytes;
  private final TreeReader trees;
  private final Delivery delivery;
  private final DamageFinder damage;
  private final Elements elements;
  private final Separators separators;
  private final BracketScanner scanner;
  private long scanned;

  Pages(
      ByteWindow window,
      int recordBytes,
      TreeReader trees,
      Delivery delivery,
      DamageFinder damage,
      Elements elements) {
    this.window = window;
    this.recordBytes = recordBytes;
    this.trees = trees;
    this.delivery = delivery;
    this.damage = damage;
    this.elements = elements;
    this.separators = new Separators(window);
    this.scanner = new BracketScanner(window);
  }

  /**
   * Reads the page at the window's position.
   *
   * @param depth how many pages it lies in
   * @return whether the brackets around it can no longer be trusted
   */
  boolean page(int depth) {
    if (depth >= Unwrapper.DEEPEST) {
      return tooDeep();
    }
    window.moveTo(window.position() + 1);
    while (true) {
      String name = member();
      if (name == null) {
        return !closed();
      }
      int first = window.byteAt(window.position());
      if (first == '[' && PageShape.pageName(name)) {
        elements.array(depth + 1);
      } else if (first == '[' && name.equals(PageShape.TABLES)) {
        list('{', this::table);
      } else if (!skipValue()) {
        return !closed();
      }
    }
  }

  /** Reports that a source ends within an array or page, though between two records. */
  void unclosed() {
    delivery.quarantine(
        QuarantineReason.MALFORMED_JSON,
        "The source ends before its array is closed; records may be missing.",
        window.offset(window.position()),
        new byte[0]);
  }

  private void table() {
    window.moveTo(window.position() + 1);
    TableColumns columns = null;
    while (true) {
      String name = member();
      if (name == null) {
        closed();
        return;
      }
      int first = window.byteAt(window.position());
      if (first == '[' && name.equals("rows")) {
        TableColumns known = columns;
        list('[', () -> row(known));
      } else {
        long start = window.position();
        if (!skipKept()) {
          closed();
          return;
        }
        columns = name.equals("columns") ? columns(start) : columns;
        window.moveTo(scanned);
      }
    }
  }

  private boolean skipKept() {
    JsonCursor cursor = new JsonCursor(window, window.position());
    boolean whole = cursor.skipValue(window.position() + recordBytes);
    scanned = cursor.at();
    return whole;
  }

  private @Nullable TableColumns columns(long start) {
    byte[] bytes = window.copy(start, scanned);
    try {
      return TableColumns.of(trees.read(bytes));
    } catch (RefusedException e) {
      delivery.quarantine(e, window.offset(start), bytes);
      return null;
    }
  }

  private void row(@Nullable TableColumns columns) {
    long start = window.position();
    scanner.start(start);
    Outcome outcome = scanner.scan(start + recordBytes);
    if (outcome != Outcome.BALANCED) {
      lostRow(outcome);
      return;
    }
    byte[] bytes = window.copy(start, scanner.at());
    try {
      TableColumns known = columns == null ? TableColumns.of(null) : columns;
      delivery.record(known.fields(trees.read(bytes)), window.offset(start), bytes);
    } catch (RefusedException e) {
      delivery.quarantine(e, window.offset(start), bytes);
    }
    window.moveTo(scanner.at());
  }

  private void lostRow(Outcome outcome) {
    damage.begin();
    if (outcome == Outcome.FULL) {
      damage.keepHead(scanner.at());
      boolean balanced = scanner.skip() == Outcome.BALANCED;
      delivery.quarantineTooLarge(
          balanced ? damage.upTo(scanner.at()) : damage.nextElement(scanner.at(), -1, '['));
      return;
    }
    delivery.quarantine(
        QuarantineReason.MALFORMED_JSON,
        "The row has brackets or quotes that are not closed.",
        damage.nextElement(scanner.at(), -1, '['));
  }

  /** Reads the array at the window's position, whose elements all open with the same bracket. */
  private void list(char open, Runnable element) {
    window.moveTo(window.position() + 1);
    while (true) {
      int first = separators.next();
      if (first == open) {
        element.run();
      } else if (first == ']') {
        window.moveTo(window.position() + 1);
        return;
      } else if (first < 0) {
        unclosed();
        return;
      } else {
        damage.begin();
        delivery.quarantine(
            QuarantineReason.UNKNOWN_SHAPE,
            "The table holds something that is neither a table nor a row.",
            damage.nextElement(window.position(), separators.indent(), open));
      }
    }
  }

  /** Moves to the value of the next member and returns its name, or null when there is none. */
  private @Nullable String member() {
    if (separators.next() != '"') {
      return null;
    }
    long max = window.position() + recordBytes;
    JsonCursor cursor = new JsonCursor(window, window.position());
    String name = cursor.name(max);
    if (name != null) {
      cursor.peek(max);
      window.moveTo(cursor.at());
    }
    return name;
  }

  private boolean skipValue() {
    int first = window.byteAt(window.position());
    if (first == '{' || first == '[') {
      scanner.start(window.position());
      return scanner.skip() == Outcome.BALANCED;
    }
    boolean whole = skipKept();
    window.moveTo(scanned);
    return whole;
  }

  /** Steps over the closing brace; without one, what follows is set aside up to the next line. */
  private boolean closed() {
    int first = separators.next();
    if (first == '}') {
      window.moveTo(window.position() + 1);
      return true;
    }
    if (first < 0) {
      return false;
    }
    damage.begin();
    delivery.quarantine(
        QuarantineReason.MALFORMED_JSON,
        "The page goes on after its records with something that is no member.",
        damage.nextLine(window.position(), separators.indent()));
    return false;
  }

  private boolean tooDeep() {
    damage.begin();
    scanner.start(window.position());
    damage.keepHead(scanHead());
    boolean balanced = scanner.skip() == Outcome.BALANCED;
    delivery.quarantine(
        QuarantineReason.TOO_DEEP,
        "Pages and wrappers lie in one another more than %d times.".formatted(Unwrapper.DEEPEST),
        balanced ? damage.upTo(scanner.at()) : damage.nextElement(scanner.at(), -1, '{'));
    return !balanced;
  }

  private long scanHead() {
    BracketScanner ahead = new BracketScanner(window);
    ahead.start(window.position());
    ahead.scan(window.position() + recordBytes);
    return ahead.at();
  }
}
