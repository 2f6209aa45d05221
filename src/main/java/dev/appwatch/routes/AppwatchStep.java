package dev.appwatch.routes;

import java.util.Locale;

/** What an endpoint of the component does. */
enum AppwatchStep {
  /** Judges a body. */
  EVALUATE,
  /** Hands out findings. */
  FINDINGS,
  /** Commits the offset of a Kafka record. */
  ACKNOWLEDGE,
  /** Puts a change feed in place of the last one. */
  FEED,
  /** Adds a body to the end of a file. */
  APPEND;

  static AppwatchStep named(String name) {
    for (AppwatchStep step : values()) {
      if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        "The step (%s) of the address appwatch:… must be evaluate, findings, acknowledge, feed or append."
            .formatted(name));
  }
}
