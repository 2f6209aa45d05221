package dev.appwatch.ingest;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where to read on after a value whose brackets do not balance.
 *
 * <p>That is the next line which opens a value and is not indented deeper than the broken one, or,
 * in an array, the next boundary between two elements. Bytes already scanned are scanned again for
 * this, but only so often: a source made to be broken costs time in proportion to its length.
 */
final class DamageFinder {

  private static final long FREE_RESCANS = 32L << 20;
  private static final int RESCANS_PER_BYTE = 4;
  private static final int FORGET_EVERY = 1 << 16;
  private static final int PREFIX_SOUGHT_FOR = 1 << 16;
  private static final int LONGEST_PREFIX = 64;

  private final ByteWindow window;
  private final int recordBytes;
  private long rescanned;
  private long start;
  private long offset;
  private byte @Nullable [] head;

  DamageFinder(ByteWindow window, int recordBytes) {
    this.window = window;
    this.recordBytes = recordBytes;
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
    byte[] prefix = inArray && head == null ? prefix(open) : new byte[0];
    boolean affordable = rescanned < FREE_RESCANS + RESCANS_PER_BYTE * start;
    long at = head == null && affordable ? start + 1 : Math.max(broken, start + 1);
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
        if (inArray
            && at >= broken
            && value == open
            && significant == ','
            && (loose || before == close)) {
          if (prefix.length > 0 && startsWith(at, prefix)) {
            plain = at;
            break;
          }
          plain = plain < 0 ? at : plain;
        }
        column = -1;
        before = significant;
        significant = value;
      }
      if (plain >= 0 && (prefix.length == 0 || at - plain > PREFIX_SOUGHT_FOR)) {
        break;
      }
      at = plain >= 0 ? at + 1 : forgetNow(at + 1);
      value = window.byteAt(at);
    }
    long end = plain >= 0 ? plain : at;
    rescanned += Math.max(0, Math.max(broken, at) - end);
    return finish(end);
  }

  /** The first member name of the broken element, which its siblings probably share. */
  private byte[] prefix(char open) {
    if (open != '{') {
      return new byte[0];
    }
    long at = start + 1;
    int quotes = 0;
    while (at - start < LONGEST_PREFIX) {
      int value = window.byteAt(at);
      at++;
      if (value < 0) {
        break;
      }
      if (value == '"' && ++quotes == 2) {
        return window.copy(start, at);
      }
    }
    return new byte[0];
  }

  private boolean startsWith(long from, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (window.byteAt(from + i) != prefix[i]) {
        return false;
      }
    }
    return true;
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
