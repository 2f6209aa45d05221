package dev.appwatch.ingest;

import dev.appwatch.model.QuarantineReason;
import org.jspecify.annotations.Nullable;

/** Remembers the first fault that ended a source early. */
final class Faults {

  private @Nullable Fault first;

  void report(QuarantineReason reason, String detail) {
    if (first == null) {
      first = new Fault(reason, detail);
    }
  }

  @Nullable Fault first() {
    return first;
  }

  /** Why a source ended before its end. */
  record Fault(QuarantineReason reason, String detail) {}
}
