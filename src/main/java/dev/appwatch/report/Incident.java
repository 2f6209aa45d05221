package dev.appwatch.report;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.List;

/**
 * The first findings of one action, enough to head them.
 *
 * @param findings not empty, the worst first
 * @param complete whether the action has no further findings
 */
record Incident(List<Finding> findings, boolean complete) {

  /** Returns the risk of its worst alert, or of its worst finding when none alerts. */
  Risk risk() {
    Risk worst = findings.get(0).risk();
    for (Finding finding : findings) {
      boolean counts = !alerts() || finding.disposition() == Disposition.ALERT;
      worst = counts && finding.risk().compareTo(worst) > 0 ? finding.risk() : worst;
    }
    return worst;
  }

  boolean alerts() {
    return findings.stream().anyMatch(finding -> finding.disposition() == Disposition.ALERT);
  }

  Instant first() {
    return findings.stream().map(Finding::time).min(Instant::compareTo).orElseThrow();
  }

  Instant last() {
    return findings.stream().map(Finding::time).max(Instant::compareTo).orElseThrow();
  }

  /** Returns the distinct names of those who acted. */
  List<String> actors() {
    return findings.stream().map(finding -> finding.actor().label()).distinct().toList();
  }

  /** Returns the distinct names of what was acted on first. */
  List<String> applications() {
    return findings.stream()
        .flatMap(finding -> finding.targets().stream().limit(1))
        .map(Target::label)
        .distinct()
        .toList();
  }
}
