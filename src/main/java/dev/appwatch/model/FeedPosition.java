package dev.appwatch.model;

/**
 * Where a change, approval or freeze was read.
 *
 * @param feed name of the feed: its file, as it was named
 * @param line line from 1, 0 when the format has none
 */
public record FeedPosition(String feed, int line) {

  @Override
  public String toString() {
    return line > 0 ? feed + ":" + line : feed;
  }
}
