package dev.appwatch.proof;

import dev.appwatch.context.Context;
import dev.appwatch.drl.Gate;
import dev.appwatch.evaluate.Asker;
import dev.appwatch.evaluate.Decisions;
import dev.appwatch.evaluate.Findings;
import dev.appwatch.evaluate.Prober;
import dev.appwatch.evaluate.RuleSession;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.proof.Recording.Question;
import dev.appwatch.rules.ProbeBook.Variant;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioResult;
import dev.appwatch.scenario.ScenarioRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One scenario, judged as it is and then with one thing changed, again and again. One thread. */
final class Trial implements AutoCloseable {

  private final Path pack;
  private final RuleBook book;
  private final Bench bench;
  private final Judges judges;
  private final Scenario scenario;
  private @Nullable Prober prober;
  private @Nullable Asker engine;
  private @Nullable Recording recording;

  Trial(Path pack, RuleBook book, Bench bench, Judges judges, Scenario scenario) {
    this.pack = pack;
    this.book = book;
    this.bench = bench;
    this.judges = judges;
    this.scenario = scenario;
  }

  /** Judges the scenario as it is, and keeps what the rules were asked. */
  ScenarioResult run() {
    return run(pack, book, this::watch, this::lent);
  }

  /** Returns what the rules were asked. */
  Recording recording() {
    return Objects.requireNonNull(recording, "The scenario was not judged yet.");
  }

  /** Returns whether any rule held otherwise, or states otherwise, with that change. */
  boolean touches(Mutant mutant) {
    Mutant.Effect effect = mutant.effect();
    boolean suppression = mutant.file().startsWith(Gate.SUPPRESSION);
    List<Asked.Rule> rules = bench.asked().ofFile(mutant.file());
    Predicate<Set<String>> instead = effect == null ? holding -> false : instead(mutant, effect);
    for (Question question : recording().questions()) {
      if (suppression == (question.finding() != null)) {
        for (Asked.Rule rule : rules) {
          if (effect == null || rule.asks(effect)) {
            for (Object fact : question.facts()) {
              if (rule.about(fact) && touches(question, rule, fact, effect, instead)) {
                return true;
              }
            }
          }
        }
      }
    }
    return false;
  }

  private static boolean touches(
      Question question,
      Asked.Rule rule,
      Object fact,
      Mutant.@Nullable Effect effect,
      Predicate<Set<String>> instead) {
    boolean held = question.held(rule.name(), fact);
    return effect == null ? held : held != rule.holds(question.holding(fact), effect, instead);
  }

  /** Judges the scenario with a condition changed. */
  ScenarioResult run(Mutant mutant, Mutant.Effect effect) {
    List<Asked.Rule> altered =
        bench.asked().ofFile(mutant.file()).stream().filter(rule -> rule.asks(effect)).toList();
    Predicate<Set<String>> instead = instead(mutant, effect);
    return run(
        pack,
        book,
        context -> Witness.NONE,
        context -> new AlteredRules(engine(context), prober(context), altered, effect, instead));
  }

  /** Judges the scenario by rules that state something else. */
  ScenarioResult run(RuleBook restated) {
    return run(pack, restated, context -> Witness.NONE, this::lent);
  }

  /** Judges the scenario by other lists, limits and hours. */
  ScenarioResult run(Path other) {
    return run(
        other, book, context -> Witness.NONE, context -> new RuleSession(bench.rules(), context));
  }

  private ScenarioResult run(
      Path of,
      RuleBook rules,
      java.util.function.Function<Context, Witness> witnesses,
      java.util.function.Function<Context, Asker> askers) {
    return new ScenarioRunner(judges.of(of, rules, witnesses, askers)).run(scenario);
  }

  /** Returns whether a changed condition holds, by the names of the probes that do. */
  private Predicate<Set<String>> instead(Mutant mutant, Mutant.Effect effect) {
    return switch (effect.how()) {
      case DROPPED -> holding -> true;
      case NEGATED -> {
        String probe =
            bench.asked().ofFile(mutant.file()).stream()
                .flatMap(rule -> rule.checks().stream())
                .filter(check -> check.place().equals(effect.check()))
                .findFirst()
                .orElseThrow()
                .probe();
        yield holding -> !holding.contains(probe);
      }
      case REPLACED -> {
        String probe =
            Objects.requireNonNull(
                bench
                    .probes()
                    .probeByVariant()
                    .get(new Variant(mutant.rule(), effect.check(), effect.text())),
                effect.text());
        yield holding -> holding.contains(probe);
      }
    };
  }

  private Recording watch(Context context) {
    Recording made = new Recording(prober(context));
    recording = made;
    return made;
  }

  private Prober prober(Context context) {
    Prober open = prober;
    if (open == null) {
      open = new Prober(bench.probes(), context);
      prober = open;
    }
    return open;
  }

  /** The engine stays open, whoever is done with it. */
  private Asker lent(Context context) {
    Asker lent = engine(context);
    return new Asker() {
      @Override
      public void ask(Iterable<?> facts, Findings findings, Decisions decisions) {
        lent.ask(facts, findings, decisions);
      }

      @Override
      public void close() {
        // closed with the trial
      }
    };
  }

  private Asker engine(Context context) {
    Asker open = engine;
    if (open == null) {
      open = new RuleSession(bench.rules(), context);
      engine = open;
    }
    return open;
  }

  @Override
  public void close() {
    if (prober != null) {
      prober.close();
    }
    if (engine != null) {
      engine.close();
    }
  }
}
