package dev.appwatch.pipeline;

import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.util.List;
import java.util.Map;

/**
 * What the records of one delivery led to.
 *
 * @param counts what became of them
 * @param findings what they state, not yet merged
 * @param reconsidered by id of a finding, what earlier records state now about it
 * @param quarantined those that could not be judged
 * @param telling those that may tell something about others, or about which others may
 */
public record Judged(
    Counts counts,
    List<Finding> findings,
    Map<String, List<Finding>> reconsidered,
    List<QuarantinedRecord> quarantined,
    List<RawRecord> telling) {

  public Judged {
    findings = List.copyOf(findings);
    reconsidered = Map.copyOf(reconsidered);
    quarantined = List.copyOf(quarantined);
    telling = List.copyOf(telling);
  }
}
