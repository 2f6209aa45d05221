package dev.appwatch.proof;

import dev.appwatch.model.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Why an event led to what it led to.
 *
 * @param facts what the rules saw of it; empty when no rule asks for anything of the kind
 * @param answers what every detection rule said, by fact
 * @param findings what came of it, decided
 * @param approvals what every suppression rule said about each approval that came near, by the id
 *     of the finding
 */
public record Explanation(
    List<Object> facts,
    List<Answer> answers,
    List<Finding> findings,
    Map<String, List<Answer>> approvals) {

  public Explanation {
    facts = List.copyOf(facts);
    answers = List.copyOf(answers);
    findings = List.copyOf(findings);
    approvals = Map.copyOf(approvals);
  }

  /**
   * Returns the rules that came nearest without holding, those with fewest failed conditions first.
   */
  public List<Answer> nearest(int most) {
    return answers.stream()
        .filter(answer -> !answer.held() && answer.fact() != null)
        .sorted(Comparator.comparingLong(Answer::failed).thenComparing(Answer::rule))
        .limit(most)
        .toList();
  }
}
