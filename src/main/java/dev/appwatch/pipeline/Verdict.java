package dev.appwatch.pipeline;

import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * How bad a finding is held to be and why; of two the worse counts.
 *
 * @param risk the highest risk
 * @param disposition the gravest disposition
 * @param decision a decision that led to this disposition
 * @param reasons all reason codes, sorted
 * @param floor why no approval may cover it, sorted
 */
record Verdict(
    Risk risk,
    Disposition disposition,
    Decision decision,
    List<String> reasons,
    List<String> floor) {

  /** Prefers the decision that tells more; among equals any fixed order will do. */
  private static final Comparator<Verdict> BY_DECISION =
      Comparator.comparing(Verdict::disposition)
          .reversed()
          .thenComparing(verdict -> verdict.decision.change() == null)
          .thenComparing(verdict -> verdict.decision.nearest() == null)
          .thenComparing(verdict -> verdict.decision.toString());

  Verdict {
    reasons = List.copyOf(reasons);
    floor = List.copyOf(floor);
  }

  static Verdict of(Finding finding) {
    return new Verdict(
        finding.risk(),
        finding.disposition(),
        finding.decision(),
        List.copyOf(new TreeSet<>(finding.reasons())),
        List.copyOf(new TreeSet<>(finding.floor())));
  }

  Verdict and(Verdict other) {
    Verdict graver = BY_DECISION.compare(this, other) <= 0 ? this : other;
    return new Verdict(
        risk.compareTo(other.risk) >= 0 ? risk : other.risk,
        graver.disposition,
        graver.decision,
        united(reasons, other.reasons),
        united(floor, other.floor));
  }

  private static List<String> united(List<String> left, List<String> right) {
    TreeSet<String> all = new TreeSet<>(left);
    all.addAll(right);
    return List.copyOf(all);
  }
}
