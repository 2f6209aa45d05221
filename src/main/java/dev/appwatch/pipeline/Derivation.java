package dev.appwatch.pipeline;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.rules.Clause;
import dev.appwatch.rules.RuleBook;
import java.util.Optional;

/** Derives suppressions again, by the engine that derived them at first. */
final class Derivation {

  private static final String USED_UP = "COUNT_EXCEEDED";

  private final RuleBook book;
  private final Context context;
  private final Evaluator evaluator;
  private final Quotas quotas;
  private long approved;
  private long explained;

  Derivation(RuleBook book, Context context, Evaluator evaluator) {
    this.book = book;
    this.context = context;
    this.evaluator = evaluator;
    quotas = new Quotas(context.changes());
  }

  long approved() {
    return approved;
  }

  long explained() {
    return explained;
  }

  /** Counts what an approval covers; to be called for each finding before one is judged. */
  void count(BundleCheck.Pair pair) {
    Finding finding = pair.finding();
    boolean covered = finding.disposition() == Disposition.SUPPRESSED && !explained(finding);
    if (covered || finding.decision().reason().equals(USED_UP)) {
      quotas.count(decide(pair));
    }
  }

  /** Returns what is wrong with a finding, in words. */
  Optional<String> judge(BundleCheck.Pair pair) {
    Finding finding = pair.finding();
    if (finding.disposition() != Disposition.SUPPRESSED) {
      return Optional.empty();
    }
    if (explained(finding)) {
      explained++;
      return Optional.empty();
    }
    Finding derived = quotas.judge(decide(pair));
    String claim =
        "finding %s: suppressed by %s, but the rules say "
            .formatted(finding.id(), finding.decision().change());
    if (derived.disposition() != Disposition.SUPPRESSED) {
      return Optional.of(claim + derived.decision().reason() + ".");
    }
    if (!derived.decision().equals(finding.decision())) {
      return Optional.of(
          claim
              + "%s by %s where the record says %s."
                  .formatted(
                      derived.decision().reason(),
                      derived.decision().change(),
                      finding.decision().reason()));
    }
    if (derived.risk() != finding.risk()) {
      return Optional.of(
          "finding %s: its risk is %s, but the rules say %s."
              .formatted(finding.id(), finding.risk().word(), derived.risk().word()));
    }
    DecisionRecord record = pair.record();
    DecisionRecord again =
        DecisionRecord.of(
            derived, record.findingDigest(), record.baseRisk(), record.receivedAt(), context);
    if (!again.equals(record)) {
      return Optional.of(
          "finding %s: its decision record is not what pack and feeds lead to."
              .formatted(finding.id()));
    }
    approved++;
    return Optional.empty();
  }

  private Finding decide(BundleCheck.Pair pair) {
    return evaluator.decide(pair.record().undecided(pair.finding()));
  }

  /** A record explains a finding only if a rule of its row lets it. */
  private boolean explained(Finding finding) {
    return EvidenceBundle.explained(finding, context)
        && finding.floor().isEmpty()
        && (finding.reasons().isEmpty() || finding.reasons().contains(finding.decision().reason()))
        && book.clausesByRule().values().stream().anyMatch(clause -> explains(clause, finding));
  }

  private static boolean explains(Clause clause, Finding finding) {
    return clause.card().id().equals(finding.rule())
        && clause.disposition() == Disposition.SUPPRESSED
        && finding.reasons().containsAll(clause.reasons());
  }
}
