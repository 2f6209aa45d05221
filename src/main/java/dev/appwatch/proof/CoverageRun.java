package dev.appwatch.proof;

import dev.appwatch.drl.RuleNode;
import dev.appwatch.proof.Coverage.CheckReach;
import dev.appwatch.proof.Coverage.RuleReach;
import dev.appwatch.proof.Recording.Question;
import dev.appwatch.rules.ProbeBook.Check;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Sees which rules and conditions scenarios reach, both ways. */
public final class CoverageRun {

  private static final String NOBODY = "suppression";

  private final Path pack;
  private final RuleBook book;
  private final Benches benches;
  private final Set<Turn> seen = ConcurrentHashMap.newKeySet();

  /** Something that turned out one way: a rule, or one of its conditions. */
  private record Turn(String rule, String probe, boolean truth) {}

  /**
   * Prepares a run.
   *
   * @param cache the folder that keeps what was compiled
   */
  public CoverageRun(Path pack, RuleBook book, Path cache) {
    this.pack = pack;
    this.book = book;
    benches = new Benches(pack, book, cache, List.of());
  }

  /**
   * Judges one scenario. May be called from several threads at once.
   *
   * @throws IllegalStateException when the conditions of a rule and the engine disagree
   */
  public ScenarioResult judge(Scenario scenario, Judges judges) {
    Bench bench = benches.take();
    try (Trial trial = new Trial(pack, book, bench, judges, scenario)) {
      ScenarioResult result = trial.run();
      for (Question question : trial.recording().questions()) {
        for (Asked.Rule rule : bench.asked().rules()) {
          if (rule.suppression() == (question.finding() != null)) {
            for (Object fact : question.facts()) {
              if (rule.about(fact)) {
                see(rule, question, fact);
              }
            }
          }
        }
      }
      return result;
    } finally {
      benches.give(bench);
    }
  }

  private void see(Asked.Rule rule, Question question, Object fact) {
    boolean held = question.held(rule.name(), fact);
    Set<String> holding = question.holding(fact);
    if (held != rule.holds(holding)) {
      throw new IllegalStateException(
          "The conditions of the rule (%s) and the engine disagree about %s."
              .formatted(rule.name(), fact));
    }
    RuleNode parent = rule.tree().parent(rule.node());
    if (parent != null && !question.held(parent.name().text(), fact)) {
      return;
    }
    seen.add(new Turn(rule.name(), "", held));
    rule.own().forEach(check -> see(rule, check, holding));
  }

  private void see(Asked.Rule rule, Check check, Set<String> holding) {
    seen.add(new Turn(rule.name(), check.probe(), holding.contains(check.probe())));
    check.parts().forEach(part -> see(rule, part, holding));
  }

  /** Returns what was reached. */
  public Coverage coverage(Equivalents equivalents) {
    Bench bench = benches.take();
    List<RuleReach> rules = new ArrayList<>();
    for (Asked.Rule rule : bench.asked().rules()) {
      List<CheckReach> conditions = new ArrayList<>();
      rule.own().forEach(check -> add(rule, check, equivalents, conditions));
      rules.add(
          new RuleReach(
              rule.suppression() ? NOBODY : book.clause(rule.name()).card().id(),
              rule.name(),
              rule.file(),
              rule.node().name().place().line(),
              seen(rule, "", true),
              seen(rule, "", false),
              conditions));
    }
    benches.give(bench);
    return new Coverage(rules);
  }

  private void add(
      Asked.Rule rule, Check check, Equivalents equivalents, List<CheckReach> conditions) {
    boolean yes = seen(rule, check.probe(), true);
    boolean no = seen(rule, check.probe(), false);
    conditions.add(
        new CheckReach(
            check,
            yes,
            no,
            yes && !no ? equivalents.reason(rule.name(), "drop " + check.text()).orElse("") : ""));
    check.parts().forEach(part -> add(rule, part, equivalents, conditions));
  }

  private boolean seen(Asked.Rule rule, String probe, boolean truth) {
    return seen.contains(new Turn(rule.name(), probe, truth));
  }
}
