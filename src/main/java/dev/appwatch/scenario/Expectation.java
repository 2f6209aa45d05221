package dev.appwatch.scenario;

import dev.appwatch.model.Finding;
import java.util.List;

/**
 * A finding as a scenario writes it.
 *
 * @param rule id of the row
 * @param risk {@code low}, {@code medium} or {@code high}
 * @param disposition {@code alert}, {@code suppressed} or {@code informational}
 * @param reasons reason codes, sorted
 */
record Expectation(String rule, String risk, String disposition, List<String> reasons) {

  Expectation {
    reasons = reasons.stream().sorted().toList();
  }

  static Expectation of(Finding finding) {
    return new Expectation(
        finding.rule(), finding.risk().word(), finding.disposition().word(), finding.reasons());
  }

  boolean alert() {
    return disposition.equals("alert");
  }

  @Override
  public String toString() {
    return rule + " " + risk + " " + disposition + " " + reasons;
  }
}
