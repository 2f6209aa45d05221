package dev.appwatch.model;

import java.util.Locale;
import java.util.Optional;

/** How serious a finding is, in the words of the monitoring table; higher is worse. */
public enum Risk {
  LOW,
  MEDIUM,
  HIGH;

  /** Returns the risk of that name in any case, or empty when there is none. */
  public static Optional<Risk> named(String name) {
    for (Risk risk : values()) {
      if (risk.name().equalsIgnoreCase(name)) {
        return Optional.of(risk);
      }
    }
    return Optional.empty();
  }

  /** Returns the word used in findings: {@code low}, {@code medium} or {@code high}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
