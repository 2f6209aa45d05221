package dev.appwatch.model;

import java.util.Locale;
import java.util.Optional;

/** What becomes of a finding; the later of two wins when findings of one action are merged. */
public enum Disposition {
  /** Worth keeping, not worth anybody's time by itself. */
  INFORMATIONAL,
  /** Explained by exactly one approved change. */
  SUPPRESSED,
  /** Somebody should look. */
  ALERT;

  /** Returns the disposition of that name in any case, or empty when there is none. */
  public static Optional<Disposition> named(String name) {
    for (Disposition disposition : values()) {
      if (disposition.name().equalsIgnoreCase(name)) {
        return Optional.of(disposition);
      }
    }
    return Optional.empty();
  }

  /** Returns the word used in findings. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
