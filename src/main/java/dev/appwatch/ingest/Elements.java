package dev.appwatch.ingest;

import dev.appwatch.ingest.BracketScanner.Outcome;
import dev.appwatch.model.QuarantineReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the records of arrays and pages one by one, however long the array is. */
final class Elements {

  private final ByteWindow window;
  private final int recordBytes;
  private final TreeReader trees;
  private final Delivery delivery;
  private final DamageFinder damage;
  private final Separators separators;
  private final BracketScanner scanner;
  private final Unwrapper unwrapper;
  private final Pages pages;
  private final @Nullable Sieving sieving;
  private long refused = -1;

  Elements(
      ByteWindow window,
      int recordBytes,
      TreeReader trees,
      Delivery delivery,
      DamageFinder damage,
      @Nullable Sieving sieving) {
    this.window = window;
    this.recordBytes = recordBytes;
    this.trees = trees;
    this.delivery = delivery;
    this.damage = damage;
    this.sieving = sieving;
    this.separators = new Separators(window);
    this.scanner = new BracketScanner(window);
    this.unwrapper = new Unwrapper(trees, delivery, new PageFinder(trees));
    this.pages = new Pages(window, recordBytes, trees, delivery, damage, this);
  }

  /**
   * Reads the array at the window's position.
   *
   * @param depth how many pages it lies in
   */
  void array(int depth) {
    window.moveTo(window.position() + 1);
    boolean shaken = false;
    while (true) {
      int first = separators.next();
      if (first < 0) {
        if (!shaken) {
          pages.unclosed();
        }
        return;
      }
      if (first == ']' && (!shaken || endsHere())) {
        window.moveTo(window.position() + 1);
        return;
      }
      if (first == '{') {
        shaken |= element(depth, separators.indent());
      } else if (shaken && first == '[' && separators.indent() == 0) {
        window.moveTo(window.position() + 1);
      } else {
        shaken |= other(shaken, separators.indent());
      }
    }
  }

  /** Moves over the record at the window's position if it is a line and the sieve lets it pass. */
  boolean passedLine() {
    if (sieving == null) {
      return false;
    }
    long start = window.position();
    int at = window.index(start);
    int end =
        sieving.passesLine(window.buffer(), at, window.index(window.filledTo()), window.ended());
    if (end < 0) {
      refused = end == Sieving.REFUSED ? start : -1;
      return false;
    }
    delivery.passed();
    window.moveTo(start + (end - at));
    return true;
  }

  /** Moves over the record between two positions if the sieve lets it pass. */
  boolean passed(long start, long end) {
    if (sieving == null || start == refused || !sieving.passes(window, start, end)) {
      return false;
    }
    if (window.byteAt(end) == ',') {
      damage.learn(sieving.scan());
    }
    delivery.passed();
    window.moveTo(end);
    return true;
  }

  /** Delivers the value between two positions, the first being the window's. */
  void whole(long start, long end, int depth) {
    if (passed(start, end)) {
      return;
    }
    byte[] bytes = window.copy(start, end);
    Object tree;
    try {
      tree = trees.read(bytes);
    } catch (RefusedException e) {
      if (PageShape.startsPage(window, start, end)) {
        pages.page(depth);
      } else {
        delivery.quarantine(e, window.offset(start), bytes);
        window.moveTo(end);
      }
      return;
    }
    whole(tree, bytes, start, end, depth);
  }

  void whole(@Nullable Object tree, byte[] bytes, long start, long end, int depth) {
    if (tree instanceof Map && PageShape.page(Unwrapper.fields(tree))) {
      pages.page(depth);
    } else {
      if (tree instanceof Map && window.byteAt(end) == ',') {
        damage.learn(Unwrapper.fields(tree));
      }
      unwrapper.deliver(tree, depth, window.offset(start), bytes);
      window.moveTo(end);
    }
  }

  /**
   * Reads on after a value whose end was not found: the scanner says where and how that showed.
   *
   * @return whether the brackets around it can no longer be trusted
   */
  boolean unbalanced(
      BracketScanner stopped, Outcome outcome, int depth, int indent, boolean inArray) {
    if (PageShape.startsPage(window, window.position(), stopped.at())) {
      return pages.page(depth);
    }
    damage.begin();
    long sibling = inArray && outcome == Outcome.FULL ? damage.siblingBefore(stopped.at()) : -1;
    if (sibling < 0 && outcome == Outcome.FULL) {
      damage.keepHead(stopped.at());
      boolean balanced = stopped.skip() == Outcome.BALANCED;
      delivery.quarantineTooLarge(
          balanced ? damage.upTo(stopped.at()) : next(stopped.at(), indent, inArray));
      return !balanced;
    }
    delivery.quarantine(
        QuarantineReason.MALFORMED_JSON,
        "The record has brackets or quotes that are not closed.",
        sibling < 0 ? next(stopped.at(), indent, inArray) : damage.upTo(sibling));
    return true;
  }

  private Damage next(long broken, int indent, boolean inArray) {
    return inArray ? damage.nextElement(broken, indent, '{') : damage.nextLine(broken, indent);
  }

  private boolean element(int depth, int indent) {
    long start = window.position();
    scanner.start(start);
    Outcome outcome = scanner.scan(start + recordBytes);
    if (outcome != Outcome.BALANCED) {
      return unbalanced(scanner, outcome, depth, indent, true);
    }
    long end = scanner.at();
    if (endsWell(end)) {
      whole(start, end, depth);
      return false;
    }
    damage.begin();
    delivery.quarantine(
        QuarantineReason.TRAILING_GARBAGE,
        "The record is followed by something that is neither a comma nor the end of the array.",
        damage.afterElement(end, indent));
    return true;
  }

  private boolean endsWell(long end) {
    int next = new JsonCursor(window, end).peek(end + recordBytes);
    return next == ',' || next == ']' || next == '{' || next <= 0;
  }

  /** Sets aside an element that is no object. */
  private boolean other(boolean shaken, int indent) {
    long start = window.position();
    JsonCursor cursor = new JsonCursor(window, start);
    boolean whole = !shaken && cursor.skipValue(start + recordBytes) && cursor.at() > start;
    damage.begin();
    if (!whole) {
      delivery.quarantine(
          QuarantineReason.MALFORMED_JSON,
          "The array holds something that is not JSON.",
          damage.nextElement(Math.max(start, cursor.at()), indent, '{'));
      return true;
    }
    Damage value = damage.upTo(cursor.at());
    try {
      trees.read(value.bytes());
      delivery.quarantine(QuarantineReason.UNKNOWN_SHAPE, "A record must be an object.", value);
    } catch (RefusedException e) {
      delivery.quarantine(e, value.offset(), value.bytes());
    }
    return false;
  }

  /** Returns whether a bracket after damage closes the array, not one within a lost element. */
  private boolean endsHere() {
    long at = window.position() + 1;
    int value = window.byteAt(at);
    while (value == '}' || value == ']' || value == ' ' || value == '\t' || value == '\r') {
      at++;
      value = window.byteAt(at);
    }
    if (value == ',') {
      JsonCursor cursor = new JsonCursor(window, at);
      String name = cursor.name(at + recordBytes);
      return name != null && name.startsWith("@odata");
    }
    return value < 0 || value == '\n';
  }
}
