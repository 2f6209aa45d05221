package dev.appwatch.routes;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts the requests of each client in a second; of very many clients the oldest are forgotten.
 */
final class RequestRate {

  private static final int MOST_CLIENTS = 10_000;

  private final int most;
  private final Clock clock;
  private final Map<String, long[]> seconds = new LinkedHashMap<>();

  RequestRate(int most, Clock clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Counts a request and returns whether it is one too many. */
  synchronized boolean allows(String client) {
    long second = clock.instant().getEpochSecond();
    long[] count = seconds.computeIfAbsent(client, any -> new long[] {second, 0});
    if (count[0] != second) {
      count[0] = second;
      count[1] = 0;
    }
    count[1]++;
    if (seconds.size() > MOST_CLIENTS) {
      seconds.remove(seconds.keySet().iterator().next());
    }
    return count[1] <= most;
  }
}
