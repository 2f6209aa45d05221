package dev.appwatch.model;

import java.time.Duration;
import java.time.Instant;

/**
 * A source of approvals, as it was when it was read.
 *
 * @param name its file, as it was named
 * @param format {@code yaml}, {@code json}, {@code csv}, {@code servicenow} or {@code icalendar}
 * @param readAt the moment whose knowledge it holds
 * @param digest {@code sha256:} and 64 hex digits over its bytes
 */
public record ChangeFeed(String name, String format, Instant readAt, String digest) {

  /**
   * Returns whether it says too little about a moment: what was canceled or cut shortly before it
   * may be missing. Compared with the time of the event, so that a replay gives the same answer.
   */
  public boolean staleAt(Instant moment, Duration limit) {
    return readAt.plus(limit).isBefore(moment);
  }
}
