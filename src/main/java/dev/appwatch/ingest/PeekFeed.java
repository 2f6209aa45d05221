package dev.appwatch.ingest;

import java.util.Arrays;

/** A feed whose first bytes can be looked at before they are read. */
final class PeekFeed implements Feed {

  private final Feed feed;
  private byte[] peeked = new byte[0];
  private int taken;

  PeekFeed(Feed feed) {
    this.feed = feed;
  }

  /** Returns up to {@code count} first bytes, fewer when the feed is shorter. */
  byte[] peek(int count) {
    byte[] bytes = Arrays.copyOf(peeked, Math.max(count, peeked.length));
    int filled = peeked.length;
    while (filled < count) {
      int read = feed.read(bytes, filled, count - filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    peeked = Arrays.copyOf(bytes, filled);
    return peeked.clone();
  }

  /** Drops the first bytes of those that were looked at. */
  void skip(int count) {
    taken = count;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int left = peeked.length - taken;
    if (left <= 0) {
      return feed.read(target, offset, length);
    }
    int count = Math.min(left, length);
    System.arraycopy(peeked, taken, target, offset, count);
    taken += count;
    return count;
  }
}
