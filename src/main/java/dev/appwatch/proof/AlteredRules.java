package dev.appwatch.proof;

import dev.appwatch.evaluate.Asker;
import dev.appwatch.evaluate.Decisions;
import dev.appwatch.evaluate.Findings;
import dev.appwatch.evaluate.Prober;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.kie.api.definition.rule.Rule;

/**
 * The rules of a pack with one condition changed. What the other rules say is taken as the engine
 * says it; the few that ask the condition hold when all their conditions do, the changed one
 * included, each of which the engine was asked about. For one thread.
 */
final class AlteredRules implements Asker {

  private final Asker engine;
  private final Prober prober;
  private final List<Asked.Rule> altered;
  private final Set<String> names = new HashSet<>();
  private final Mutant.Effect effect;
  private final Predicate<Set<String>> instead;

  /**
   * Makes the changed rules.
   *
   * @param engine the rules as they are; stays open
   * @param prober who knows which conditions hold; stays open
   * @param altered the rules that ask the condition
   * @param instead whether the changed condition holds, by the names of the probes that do
   */
  AlteredRules(
      Asker engine,
      Prober prober,
      List<Asked.Rule> altered,
      Mutant.Effect effect,
      Predicate<Set<String>> instead) {
    this.engine = engine;
    this.prober = prober;
    this.altered = altered;
    this.effect = effect;
    this.instead = instead;
    altered.forEach(rule -> names.add(rule.name()));
  }

  @Override
  public void ask(Iterable<?> facts, Findings findings, Decisions decisions) {
    engine.ask(facts, new OtherFindings(findings), new OtherDecisions(decisions));
    List<Object> all = new ArrayList<>();
    facts.forEach(all::add);
    IdentityHashMap<Object, Set<String>> holding = prober.hold(all);
    for (Asked.Rule rule : altered) {
      for (Object fact : all) {
        if (rule.about(fact) && rule.holds(holding.getOrDefault(fact, Set.of()), effect, instead)) {
          state(rule, fact, all, findings, decisions);
        }
      }
    }
  }

  private static void state(
      Asked.Rule rule, Object fact, List<Object> all, Findings findings, Decisions decisions) {
    Rule compiled = java.util.Objects.requireNonNull(rule.compiled(), rule.name());
    if (fact instanceof Observation observation) {
      findings.raise(compiled, observation);
    } else if (fact instanceof Event event) {
      findings.raise(compiled, event);
    } else if (fact instanceof Approval approval) {
      for (Object other : all) {
        if (other instanceof Finding finding) {
          if (rule.node().then().method().text().equals("cover")) {
            decisions.cover(compiled, finding, approval);
          } else {
            decisions.object(compiled, finding, approval);
          }
        }
      }
    }
  }

  @Override
  public void close() {
    // both are lent
  }

  private final class OtherFindings implements Findings {
    private final Findings findings;

    OtherFindings(Findings findings) {
      this.findings = findings;
    }

    @Override
    public void raise(Rule rule, Observation observation) {
      if (!names.contains(rule.getName())) {
        findings.raise(rule, observation);
      }
    }

    @Override
    public void raise(Rule rule, Event event) {
      if (!names.contains(rule.getName())) {
        findings.raise(rule, event);
      }
    }
  }

  private final class OtherDecisions implements Decisions {
    private final Decisions decisions;

    OtherDecisions(Decisions decisions) {
      this.decisions = decisions;
    }

    @Override
    public void cover(Rule rule, Finding finding, Approval approval) {
      if (!names.contains(rule.getName())) {
        decisions.cover(rule, finding, approval);
      }
    }

    @Override
    public void object(Rule rule, Finding finding, Approval approval) {
      if (!names.contains(rule.getName())) {
        decisions.object(rule, finding, approval);
      }
    }
  }
}
