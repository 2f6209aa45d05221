package dev.appwatch.ingest;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where to read on after a value whose brackets do not balance.
 *
 * <p>That is the next line which opens a value and is not indented deeper than the broken one, or,
 * in an array, the next boundary between two elements: before one that starts like an element read
 * before, or else simply the next. Bytes already scanned are scanned again for this, but only so
 * often: a source made to be broken costs time in proportion to its length.
 */
final class DamageFinder {

  private static final long FREE_RESCANS = 32L << 20;
  private static final int RESCANS_PER_BYTE = 4;
  private static final int FORGET_EVERY = 1 << 16;
  private static final int SIBLING_SOUGHT_FOR = 1 << 16;
  private static final int SIBLING_SEEN_WITHIN = 1 << 10;
  private static final int MOST_SIBLINGS = 16;

  private final ByteWindow window;
  private final int recordBytes;
  private final Set<List<String>> siblings = new LinkedHashSet<>();
  private long rescanned;
  private long learnt;
  private long start;
  private long offset;
  private byte @Nullable [] head;

  DamageFinder(ByteWindow window, int recordBytes) {
    this.window = window;
    this.recordBytes = recordBytes;
  }

  /** Learns by which two members a whole element starts, to know its siblings after damage. */
  void learn(Map<String, ?> element) {
    if (element.size() >= 2 && siblings.size() < MOST_SIBLINGS) {
      Iterator<String> names = element.keySet().iterator();
      siblings.add(List.of(names.next(), names.next()));
    }
  }

  /** Learns the same of an element that was looked through only. */
  void learn(RecordScan element) {
    if (siblings.size() >= MOST_SIBLINGS || element.firstHashes() == learnt) {
      return;
    }
    learnt = element.firstHashes();
    String[] names = element.firstNames();
    if (names != null) {
      siblings.add(List.of(names[0], names[1]));
    }
  }

  /** Begins a stretch at the window's position, before anything of it is given up. */
  void begin() {
    start = window.position();
    offset = window.offset(start);
    head = null;
  }

  /** Keeps the head of the stretch because the window is about to give it up. */
  void keepHead(long end) {
    if (head == null) {
      head = window.copy(start, Math.min(end, start + recordBytes));
    }
  }

  /** Ends the stretch where a value ended. */
  Damage upTo(long end) {
    return finish(end);
  }

  /** Ends the stretch at the end of the line of a position. */
  Damage restOfLine(long from) {
    long at = from;
    int value = window.byteAt(at);
    while (value >= 0 && value != '\n') {
      at = forgetNow(at + 1);
      value = window.byteAt(at);
    }
    return finish(at);
  }

  /** Ends the stretch at the next line that opens a value at most as indented. */
  Damage nextLine(long broken, int indent) {
    return next(broken, indent, '{', false, false);
  }

  /** Ends the stretch at the next line or boundary that opens an element. */
  Damage nextElement(long broken, int indent, char open) {
    return next(broken, indent, open, true, false);
  }

  /** Ends the stretch, which is something after an element, where the next element opens. */
  Damage afterElement(long end, int indent) {
    return next(end, indent, '{', true, true);
  }

  private Damage next(long broken, int indent, char open, boolean inArray, boolean loose) {
    boolean choosy = inArray && open == '{' && !siblings.isEmpty();
    long at = head == null && !unaffordable() ? start + 1 : Math.max(broken, start + 1);
    int close = open == '{' ? '}' : ']';
    int column = -1;
    int before = 0;
    int significant = 0;
    long plain = -1;
    int value = window.byteAt(at);
    while (value >= 0) {
      if (value == '\n') {
        column = 0;
      } else if (value == ' ' || value == '\t' || value == '\r') {
        column += column < 0 ? 0 : 1;
      } else {
        boolean opens = value == open || (value == '[' && !inArray);
        if (opens && column >= 0 && column <= Math.max(indent, 0)) {
          plain = plain < 0 ? at : plain;
          break;
        }
        if (inArray && value == open && significant == ',' && (loose || before == close)) {
          if (choosy && siblingAt(at)) {
            plain = at;
            break;
          }
          plain = plain < 0 && at >= broken ? at : plain;
        }
        column = -1;
        before = significant;
        significant = value;
      }
      if (plain >= 0 && (!choosy || at - plain > SIBLING_SOUGHT_FOR)) {
        break;
      }
      at = plain >= 0 ? at + 1 : forgetNow(at + 1);
      value = window.byteAt(at);
    }
    long end = plain >= 0 ? plain : at;
    rescanned += Math.max(0, Math.max(broken, at) - end);
    return finish(end);
  }

  /** Returns where a sibling of a very long element opens before {@code to}, or -1. */
  long siblingBefore(long to) {
    if (siblings.isEmpty() || unaffordable()) {
      return -1;
    }
    rescanned += to - start;
    int before = 0;
    int significant = 0;
    for (long at = start + 1; at < to; at++) {
      int value = window.byteAt(at);
      if (!JsonCursor.blank(value)) {
        if (value == '{' && significant == ',' && before == '}' && siblingAt(at)) {
          return at;
        }
        before = significant;
        significant = value;
      }
    }
    return -1;
  }

  private boolean unaffordable() {
    return rescanned >= FREE_RESCANS + RESCANS_PER_BYTE * start;
  }

  private boolean siblingAt(long at) {
    long max = at + SIBLING_SEEN_WITHIN;
    JsonCursor cursor = new JsonCursor(window, at + 1);
    String first = cursor.name(max);
    if (first == null || !cursor.skipValue(max)) {
      return false;
    }
    String second = cursor.name(max);
    return second != null && siblings.contains(List.of(first, second));
  }

  private long forgetNow(long at) {
    if (at - start >= recordBytes && (at - start) % FORGET_EVERY == 0) {
      keepHead(at);
      window.moveTo(at);
    }
    return at;
  }

  private Damage finish(long end) {
    keepHead(end);
    byte[] bytes = head == null ? new byte[0] : trimmed(head);
    window.moveTo(end);
    return new Damage(offset, bytes, end - start);
  }

  private static byte[] trimmed(byte[] bytes) {
    int length = bytes.length;
    while (length > 0 && (JsonCursor.blank(bytes[length - 1]) || bytes[length - 1] == ',')) {
      length--;
    }
    return Arrays.copyOf(bytes, length);
  }
}
