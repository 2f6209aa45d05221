package dev.appwatch.proof;

import static java.util.Objects.requireNonNull;

import dev.appwatch.context.Context;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioResult;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Judges scenarios by every mutant that makes a difference to them, until one fails. Each scenario
 * is judged once as it is; what the rules were asked then tells which mutants can matter to it.
 */
public final class MutationRun {

  private final Path pack;
  private final RuleBook book;
  private final Benches benches;
  private final List<Mutant> mutants;
  private final Map<Mutant, RuleBook> restated = new HashMap<>();
  private final Map<Mutant, ChangedPack> changed = new HashMap<>();
  private final Map<Mutant, Scenario> killed = new ConcurrentHashMap<>();

  /**
   * Prepares a run: compiles what the mutants ask.
   *
   * @param cache the folder that keeps what was compiled
   * @param work an empty folder for packs with a changed limit; the caller removes it
   */
  public MutationRun(Path pack, RuleBook book, List<Mutant> mutants, Path cache, Path work) {
    this.pack = pack;
    this.book = book;
    this.mutants = List.copyOf(mutants);
    benches = new Benches(pack, book, cache, Mutants.variants(mutants));
    Context plain = Context.load(pack);
    for (Mutant mutant : mutants) {
      if (mutant.equivalent() == null && mutant.effect() == null) {
        if (mutant.file().endsWith(".drl")) {
          restated.put(mutant, restate(mutant));
        } else {
          changed.put(mutant, ChangedPack.of(pack, mutant, plain, work));
        }
      }
    }
  }

  private RuleBook restate(Mutant mutant) {
    for (RuleTree tree : book.trees()) {
      if (tree.file().name().equals(mutant.file())) {
        return RuleBookLoader.restated(
            book, new RuleFile(mutant.file(), mutant.changed(tree.source())));
      }
    }
    throw new IllegalStateException("There is no file (%s).".formatted(mutant.file()));
  }

  /**
   * Judges one scenario by every mutant that is still alive. May be called from several threads, at
   * once.
   *
   * @return how the scenario ended as it is; nothing else was done when it failed
   */
  public ScenarioResult judge(Scenario scenario, Judges judges) {
    Bench bench = benches.take();
    try (Trial trial = new Trial(pack, book, bench, judges, scenario)) {
      ScenarioResult result = trial.run();
      if (result.passed()) {
        for (Mutant mutant : mutants) {
          if (mutant.equivalent() == null
              && !killed.containsKey(mutant)
              && touches(mutant, trial, scenario)
              && !run(mutant, trial).passed()) {
            killed.putIfAbsent(mutant, scenario);
          }
        }
      }
      return result;
    } finally {
      benches.give(bench);
    }
  }

  private boolean touches(Mutant mutant, Trial trial, Scenario scenario) {
    ChangedPack limits = changed.get(mutant);
    return limits == null
        ? trial.touches(mutant)
        : limits.touches(scenario, trial.recording().times());
  }

  private ScenarioResult run(Mutant mutant, Trial trial) {
    Mutant.Effect effect = mutant.effect();
    if (effect != null) {
      return trial.run(mutant, effect);
    }
    RuleBook states = restated.get(mutant);
    return states != null
        ? trial.run(states)
        : trial.run(requireNonNull(changed.get(mutant), mutant.what()).folder());
  }

  /** Returns the mutants that some scenario notices, with the first that was seen to. */
  public Map<Mutant, Scenario> killed() {
    return Map.copyOf(killed);
  }

  /** Returns the mutants that no scenario notices and that nobody knows to be equivalent. */
  public List<Mutant> survivors() {
    List<Mutant> survivors = new ArrayList<>();
    for (Mutant mutant : mutants) {
      if (mutant.equivalent() == null && !killed.containsKey(mutant)) {
        survivors.add(mutant);
      }
    }
    return survivors;
  }

  /**
   * A pack with a changed limit.
   *
   * @param folder where it is
   * @param member the setting that is changed; empty when hours are
   * @param before the calendars as they are
   * @param after the calendars with the change
   */
  private record ChangedPack(
      Path folder, String member, List<BusinessCalendar> before, List<BusinessCalendar> after) {

    static ChangedPack of(Path pack, Mutant mutant, Context plain, Path work) {
      Path folder = PackCopy.of(pack, mutant, work);
      boolean policy = mutant.file().equals("policy.yaml");
      return new ChangedPack(
          folder, policy ? mutant.rule() : "", plain.calendars(), Context.load(folder).calendars());
    }

    boolean touches(Scenario scenario, Set<Instant> times) {
      if (!member.isEmpty()) {
        com.fasterxml.jackson.databind.JsonNode over = scenario.differences().path("policy");
        for (String step : member.split("\\.")) {
          over = over.path(step);
        }
        return over.isMissingNode();
      }
      if (scenario.differences().has("calendar")) {
        return false;
      }
      for (Instant time : times) {
        for (int i = 0; i < before.size(); i++) {
          if (!before.get(i).stateAt(time).equals(after.get(i).stateAt(time))) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
