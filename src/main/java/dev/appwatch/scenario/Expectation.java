package dev.appwatch.scenario;

import dev.appwatch.model.Decision;
import dev.appwatch.model.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as a scenario writes it.
 *
 * @param rule id of the row
 * @param risk {@code low}, {@code medium} or {@code high}
 * @param disposition {@code alert}, {@code suppressed} or {@code informational}
 * @param reasons reason codes, sorted
 * @param decision code of the decision; null in a scenario that leaves it open
 * @param change the approval that covers it, or the nearest that does not; null likewise
 */
record Expectation(
    String rule,
    String risk,
    String disposition,
    List<String> reasons,
    @Nullable String decision,
    @Nullable String change) {

  Expectation {
    reasons = reasons.stream().sorted().toList();
  }

  static Expectation of(Finding finding) {
    return new Expectation(
        finding.rule(),
        finding.risk().word(),
        finding.disposition().word(),
        finding.reasons(),
        finding.decision().reason(),
        change(finding.decision()));
  }

  private static @Nullable String change(Decision decision) {
    Decision.NearestChange nearest = decision.nearest();
    return nearest == null ? decision.change() : nearest.id();
  }

  /** Returns whether something raised is what is expected here; what is left open fits anything. */
  boolean fits(Expectation raised) {
    return rule.equals(raised.rule)
        && risk.equals(raised.risk)
        && disposition.equals(raised.disposition)
        && reasons.equals(raised.reasons)
        && (decision == null || decision.equals(raised.decision))
        && (change == null || change.equals(raised.change));
  }

  boolean alert() {
    return disposition.equals("alert");
  }

  @Override
  public String toString() {
    return rule
        + " "
        + risk
        + " "
        + disposition
        + " "
        + reasons
        + (decision == null ? "" : " " + decision)
        + (change == null ? "" : " " + change);
  }
}
