package dev.appwatch.store;

import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantinedRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one delivery, or one piece of a large one, led to; kept as a whole or not at all.
 *
 * @param intake the name under which its records are counted
 * @param position how far its source was read, null when it is no matter of positions
 * @param totals what became of its records
 * @param findings what its records state
 * @param reconsidered what earlier records state now
 * @param quarantined the records that could not be judged
 * @param recent records that may tell something about others that are still to come, encoded
 * @param at when it was received
 */
public record Outcome(
    String intake,
    @Nullable SourcePosition position,
    Totals totals,
    List<Finding> findings,
    List<Reconsidered> reconsidered,
    List<QuarantinedRecord> quarantined,
    List<byte[]> recent,
    Instant at) {

  public Outcome {
    findings = List.copyOf(findings);
    reconsidered = List.copyOf(reconsidered);
    quarantined = List.copyOf(quarantined);
    recent = List.copyOf(recent);
    if (!totals.conserved()) {
      throw new IllegalStateException(
          "Of %d records received %d were evaluated and %d quarantined: some are lost."
              .formatted(totals.received(), totals.evaluated(), totals.quarantined()));
    }
  }
}
