package dev.appwatch.scenario;

import dev.appwatch.model.Decision;
import dev.appwatch.model.Finding;
import java.util.ArrayList;
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
 * @param change the approval that covers it, or the nearest that does not; empty for none, null in
 *     a scenario that leaves it open
 */
public record Expectation(
    String rule,
    String risk,
    String disposition,
    List<String> reasons,
    @Nullable String decision,
    @Nullable String change) {

  /** What a scenario expects where it says that there is no change. */
  static final String NONE = "";

  public Expectation {
    reasons = reasons.stream().sorted().toList();
  }

  /** Returns a finding in the words of a scenario, with nothing left open. */
  public static Expectation of(Finding finding) {
    return new Expectation(
        finding.rule(),
        finding.risk().word(),
        finding.disposition().word(),
        finding.reasons(),
        finding.decision().reason(),
        change(finding.decision()));
  }

  private static String change(Decision decision) {
    Decision.NearestChange nearest = decision.nearest();
    String change = nearest == null ? decision.change() : nearest.id();
    return change == null ? NONE : change;
  }

  /** Returns whether something raised is what is expected here; what is left open fits anything. */
  boolean fits(Expectation raised) {
    return rule.equals(raised.rule) && differing(raised).isEmpty();
  }

  /** Returns in what something raised for the same row is other than expected. */
  List<FieldDifference> differing(Expectation raised) {
    List<FieldDifference> differing = new ArrayList<>();
    add(differing, "risk", risk, raised.risk);
    add(differing, "disposition", disposition, raised.disposition);
    add(differing, "reasons", listed(reasons), listed(raised.reasons));
    if (decision != null) {
      add(differing, "decision", shown(decision), shown(raised.decision));
    }
    if (change != null) {
      add(differing, "change", shown(change), shown(raised.change));
    }
    return differing;
  }

  private static void add(
      List<FieldDifference> differing, String field, String expected, String raised) {
    if (!expected.equals(raised)) {
      differing.add(new FieldDifference(field, expected, raised));
    }
  }

  private static String listed(List<String> reasons) {
    return reasons.isEmpty() ? "none" : String.join(", ", reasons);
  }

  private static String shown(@Nullable String text) {
    return text == null || text.isEmpty() ? "none" : text;
  }

  /** Returns how much a scenario says: what says more is looked for first. */
  int said() {
    return (decision == null ? 0 : 1) + (change == null ? 0 : 1);
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
        + (change == null || change.isEmpty() ? "" : " " + change);
  }
}
