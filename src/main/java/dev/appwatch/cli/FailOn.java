package dev.appwatch.cli;

import dev.appwatch.model.Risk;
import dev.appwatch.pipeline.LedgerCounts;

/** From which risk on an alert makes the exit code 1. */
enum FailOn {
  LOW,
  MEDIUM,
  HIGH,
  NONE;

  boolean metBy(LedgerCounts counts) {
    if (this == NONE) {
      return false;
    }
    Risk least = Risk.valueOf(name());
    return counts.alertsByRisk().entrySet().stream()
        .anyMatch(entry -> entry.getKey().compareTo(least) >= 0 && entry.getValue() > 0);
  }
}
