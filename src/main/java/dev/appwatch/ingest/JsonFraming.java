package dev.appwatch.ingest;

import dev.appwatch.ingest.BracketScanner.Outcome;
import dev.appwatch.model.QuarantineReason;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source of JSON into its values: one a line, over several lines, or in one array.
 *
 * <p>A line that is one whole value is the rule and the fast way; only where a line is not, the
 * brackets are followed.
 */
final class JsonFraming {

  private static final long WELL = 8L << 20;
  private static final int MOST_PATIENCE = 1 << 14;

  private final ByteWindow window;
  private final int recordBytes;
  private final TreeReader trees;
  private final Delivery delivery;
  private final Separators separators;
  private final BracketScanner scanner;
  private final DamageFinder damage;
  private final Elements elements;
  private final @Nullable Chunks chunks;
  private int wait;
  private int patience = 1;
  private long cleanUpTo;
  private long brokenLineEnd;

  JsonFraming(
      ByteWindow window,
      int recordBytes,
      TreeReader trees,
      Delivery delivery,
      @Nullable Sieving sieving,
      @Nullable Chunks chunks) {
    this.chunks = chunks;
    this.window = window;
    this.recordBytes = recordBytes;
    this.trees = trees;
    this.delivery = delivery;
    this.separators = new Separators(window);
    this.scanner = new BracketScanner(window);
    this.damage = new DamageFinder(window, recordBytes);
    this.elements = new Elements(window, recordBytes, trees, delivery, damage, sieving);
  }

  void read() {
    int first = separators.next();
    while (first >= 0) {
      if (first == '{') {
        int indent = separators.indent();
        if (!inChunks()) {
          object(indent);
        }
      } else if (first == '[') {
        elements.array(0);
      } else {
        otherLine();
      }
      first = separators.next();
    }
  }

  /** Reads several lines at once, where that may be and lately went well. */
  private boolean inChunks() {
    if (chunks == null || window.position() < brokenLineEnd) {
      return false;
    }
    if (wait > 0) {
      wait--;
      return false;
    }
    long began = window.position();
    boolean further = chunks.read();
    // each line that is no whole record costs reading what follows it twice: not too often
    patience = window.position() - began > WELL ? 1 : Math.min(patience * 2, MOST_PATIENCE);
    wait = patience;
    return further;
  }

  private void object(int indent) {
    if (window.position() < brokenLineEnd) {
      overLines(indent);
    } else if (!elements.passedLine() && !wholeLine()) {
      overLines(indent);
    }
  }

  private boolean wholeLine() {
    long start = window.position();
    long end = window.lineEnd(start, start + recordBytes);
    brokenLineEnd = end < 0 ? start + recordBytes : end;
    if (end < 0) {
      return false;
    }
    while (JsonCursor.blank(window.byteAt(end - 1)) || window.byteAt(end - 1) == ',') {
      end--;
    }
    if (elements.passed(start, end)) {
      return true;
    }
    byte[] bytes = window.copy(start, end);
    Object tree = tree(bytes);
    if (tree == null) {
      return false;
    }
    elements.whole(tree, bytes, start, end, 0);
    return true;
  }

  private @Nullable Object tree(byte[] bytes) {
    try {
      return trees.read(bytes);
    } catch (RefusedException e) {
      return null;
    }
  }

  private void overLines(int indent) {
    long start = window.position();
    scanner.start(start);
    Outcome outcome = scanner.scan(start + recordBytes);
    long end = scanner.at();
    if (outcome != Outcome.BALANCED) {
      elements.unbalanced(scanner, outcome, 0, indent, false);
    } else if (cleanTail(end) || PageShape.startsPage(window, start, end)) {
      elements.whole(start, end, 0);
    } else {
      damage.begin();
      delivery.quarantine(
          QuarantineReason.TRAILING_GARBAGE,
          "The line goes on after the record with something that is no record.",
          damage.restOfLine(end));
    }
  }

  /** Returns whether the rest of the line holds further values or nothing. */
  private boolean cleanTail(long end) {
    if (end <= cleanUpTo) {
      return true;
    }
    long at = end;
    long max = end + recordBytes;
    int value = window.byteAt(at);
    while (at < max && value >= 0 && value != '\n') {
      if (value == '{' || value == '[') {
        scanner.start(at);
        Outcome outcome = scanner.scan(max);
        if (outcome == Outcome.BROKEN && window.lineEnd(at, scanner.at()) < 0) {
          return false;
        }
        at = scanner.at();
        if (outcome != Outcome.BALANCED) {
          break;
        }
      } else if (JsonCursor.blank(value) || value == ',' || value == 0) {
        at++;
      } else {
        return false;
      }
      value = window.byteAt(at);
    }
    cleanUpTo = at;
    return true;
  }

  private void otherLine() {
    long start = window.position();
    damage.begin();
    Damage line = damage.restOfLine(start);
    if (line.length() > recordBytes) {
      delivery.quarantineTooLarge(line);
      return;
    }
    try {
      trees.read(line.bytes());
      delivery.quarantine(QuarantineReason.UNKNOWN_SHAPE, "A record must be an object.", line);
    } catch (RefusedException e) {
      delivery.quarantine(e, line.offset(), line.bytes());
    }
  }
}
