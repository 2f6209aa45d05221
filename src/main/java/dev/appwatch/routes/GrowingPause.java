package dev.appwatch.routes;

import java.time.Duration;

/** How long to wait before the next attempt: twice as long each time, up to a longest one. */
public final class GrowingPause {

  private final Duration first;
  private final Duration longest;
  private Duration next;

  /** Makes one that begins with the first pause. */
  public GrowingPause(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
    this.next = first;
  }

  /** Returns how long to wait now; the next time it is longer. */
  public Duration next() {
    Duration now = next;
    Duration longer = now.multipliedBy(2);
    next = longer.compareTo(longest) > 0 ? longest : longer;
    return now;
  }

  /** Takes in that an attempt went well: the next pause is the first again. */
  void reset() {
    next = first;
  }
}
