package dev.appwatch.ingest;

import java.util.Arrays;
import java.util.List;

/**
 * A window that slides over the bytes of a source; what lies before its position may be forgotten.
 *
 * <p>Positions count the bytes of the source as UTF-8, after its byte order mark.
 */
final class ByteWindow {

  private static final int INITIAL_SIZE = 1 << 16;

  private final Feed feed;
  private final boolean wide;
  private byte[] buffer = new byte[INITIAL_SIZE];
  private long base;
  private int filled;
  private long position;
  private boolean ended;
  private long mappedPosition;
  private long mappedOffset;

  /**
   * @param startOffset where the first byte lies in the source
   * @param wide whether the source is UTF-16, so that offsets have to be counted
   */
  ByteWindow(Feed feed, int startOffset, boolean wide) {
    this.feed = feed;
    this.wide = wide;
    this.mappedOffset = startOffset;
  }

  long position() {
    return position;
  }

  /** Moves on; the bytes before are given up. */
  void moveTo(long target) {
    position = Math.min(target, filledTo());
  }

  /** Returns the byte at a position not before the window's, or -1 after the end. */
  int byteAt(long at) {
    while (at >= filledTo()) {
      if (!fill()) {
        return -1;
      }
    }
    return buffer[index(at)] & 0xff;
  }

  byte[] copy(long from, long to) {
    return Arrays.copyOfRange(buffer, index(from), index(to));
  }

  /** Returns where the line ends, or -1 when that is beyond {@code max}. */
  long lineEnd(long from, long max) {
    long at = from;
    while (true) {
      int end = index(Math.min(filledTo(), max));
      int found = Utf8.newline(buffer, index(at), end);
      if (found < end) {
        return base + found;
      }
      at = base + found;
      if (at >= max) {
        int next = byteAt(at);
        return next < 0 || next == '\n' ? at : -1;
      }
      if (!fill()) {
        return at;
      }
    }
  }

  /** Returns the position of the last newline after a position in what is filled, or -1. */
  long lastNewline(long from) {
    int at = filled - 1;
    int first = index(from);
    while (at > first && buffer[at] != '\n') {
      at--;
    }
    return at > first ? base + at : -1;
  }

  /** Takes back the bytes that lie between a position and its own, and moves there. */
  void giveBack(long from, List<byte[]> parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    int rest = index(position);
    byte[] whole = new byte[Math.max(INITIAL_SIZE, length + filled - rest)];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, whole, at, part.length);
      at += part.length;
    }
    System.arraycopy(buffer, rest, whole, at, filled - rest);
    filled = at + filled - rest;
    buffer = whole;
    base = from;
    position = from;
  }

  /** Returns whether positions are the same in the source itself, but for a mark at its start. */
  boolean narrow() {
    return !wide;
  }

  /** Returns where a position lies in the source itself; positions must not decrease. */
  long offset(long at) {
    if (!wide) {
      return mappedOffset + at;
    }
    while (mappedPosition < at) {
      mappedOffset += Utf16Feed.width(buffer[index(mappedPosition)]);
      mappedPosition++;
    }
    return mappedOffset;
  }

  /** Returns whether nothing follows what is filled. */
  boolean ended() {
    return ended;
  }

  byte[] buffer() {
    return buffer;
  }

  int index(long at) {
    return (int) (at - base);
  }

  long filledTo() {
    return base + filled;
  }

  /** Reads on; returns false at the end. Positions stay, indices do not. */
  boolean fill() {
    if (ended) {
      return false;
    }
    int room = buffer.length - filled;
    if (room < buffer.length / 2) {
      forgetUpToPosition();
    }
    if (buffer.length - filled < Long.BYTES) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = feed.read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      ended = true;
      return false;
    }
    filled += count;
    return true;
  }

  private void forgetUpToPosition() {
    int forgotten = index(position);
    if (forgotten == 0) {
      return;
    }
    if (wide) {
      offset(position);
    }
    System.arraycopy(buffer, forgotten, buffer, 0, filled - forgotten);
    base = position;
    filled -= forgotten;
  }
}
