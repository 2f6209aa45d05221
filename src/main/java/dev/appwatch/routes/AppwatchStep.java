package dev.appwatch.routes;

import java.util.Locale;

/** What an endpoint of the component does. */
enum AppwatchStep {
  /** Judges a body. */
  EVALUATE,
  /** Hands out findings. */
  FINDINGS,
  /** Commits the offset of a Kafka record. */
  ACKNOWLEDGE;

  static AppwatchStep named(String name) {
    for (AppwatchStep step : values()) {
      if (step.name().toLowerCase(Locale.ROOT).equals(name)) {
        return step;
      }
    }
    throw new IllegalArgumentException(
        "The step (%s) of the address appwatch:… must be evaluate, findings or acknowledge."
            .formatted(name));
  }
}
