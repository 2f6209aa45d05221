package dev.appwatch.context;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of a change feed besides its bytes.
 *
 * @param loadedAt now; an own file without {@code readAt} is as true as this moment
 * @param grace how long before and after a window is tolerated, at most five minutes
 * @param fields where ServiceNow keeps scope and approver
 */
public record FeedOptions(Instant loadedAt, Duration grace, ServiceNowFields fields) {

  private static final Duration MOST_GRACE = Duration.ofMinutes(5);

  public FeedOptions {
    if (grace.isNegative() || grace.compareTo(MOST_GRACE) > 0) {
      throw new IllegalArgumentException(
          "The grace (%s) of change windows must be between 0 and 5 minutes.".formatted(grace));
    }
  }
}
