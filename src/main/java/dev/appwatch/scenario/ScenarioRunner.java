package dev.appwatch.scenario;

import dev.appwatch.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds scenarios against a judge, and files of scenarios against their laws. */
public final class ScenarioRunner {

  private static final int LEAST_QUIET = 3;

  private final Judge judge;

  public ScenarioRunner(Judge judge) {
    this.judge = judge;
  }

  /** Returns the difference between what a scenario expects and what is raised. */
  public ScenarioResult run(Scenario scenario) {
    try {
      List<Finding> raised =
          judge.judge(scenario.records(), scenario.differences(), scenario.now());
      return new ScenarioResult(scenario, raised, differences(scenario.expected(), raised), null);
    } catch (UnjudgedException e) {
      return new ScenarioResult(scenario, List.of(), List.of(), e.getMessage());
    }
  }

  private static List<Difference> differences(List<Expectation> all, List<Finding> findings) {
    List<Expectation> raised =
        new ArrayList<>(
            findings.stream()
                .map(Expectation::of)
                .sorted(Comparator.comparing(Expectation::toString))
                .toList());
    List<Expectation> missing = new ArrayList<>();
    for (Expectation expected : bySaid(all)) {
      Expectation met = raised.stream().filter(expected::fits).findFirst().orElse(null);
      if (met == null) {
        missing.add(expected);
      } else {
        raised.remove(met);
      }
    }
    List<Difference> differences = new ArrayList<>();
    for (Expectation expected : missing) {
      Expectation other =
          raised.stream()
              .filter(any -> any.rule().equals(expected.rule()))
              .min(Comparator.comparingInt(any -> expected.differing(any).size()))
              .orElse(null);
      raised.remove(other);
      differences.add(new Difference(expected, other));
    }
    raised.forEach(unexpected -> differences.add(new Difference(null, unexpected)));
    return differences;
  }

  /** What leaves most open comes last, so that it does not take what another one names. */
  private static List<Expectation> bySaid(List<Expectation> expected) {
    return expected.stream().sorted(Comparator.comparingInt(any -> -any.said())).toList();
  }

  /**
   * Returns what the files of scenarios lack: each row must alert at least once and stay quiet at
   * least three times, and no two scenarios of a file have the same name.
   *
   * @param rows ids of the rows that the pack encodes
   */
  public static List<String> brokenLaws(List<ScenarioFile> files, List<String> rows) {
    List<String> broken = new ArrayList<>();
    Map<String, List<ScenarioFile>> byRule = new TreeMap<>();
    for (ScenarioFile file : files) {
      Set<String> names = new HashSet<>();
      for (Scenario scenario : file.scenarios()) {
        if (!names.add(scenario.name())) {
          broken.add(
              "%s: error: two scenarios are named \"%s\".".formatted(file.name(), scenario.name()));
        }
      }
      String rule = file.rule();
      if (rule != null) {
        byRule.computeIfAbsent(rule, any -> new ArrayList<>()).add(file);
      }
    }
    byRule.forEach((rule, of) -> laws(of, rule, broken));
    for (String row : rows) {
      if (!byRule.containsKey(row)) {
        broken.add("%s: error: the row has no file of scenarios.".formatted(row));
      }
    }
    return broken;
  }

  private static void laws(List<ScenarioFile> files, String rule, List<String> broken) {
    ScenarioFile file = files.get(0);
    long all = files.stream().mapToLong(of -> of.scenarios().size()).sum();
    long alerts =
        files.stream().flatMap(of -> of.scenarios().stream()).filter(s -> s.alerts(rule)).count();
    long quiet = all - alerts;
    if (alerts == 0) {
      broken.add(
          "%s: error: no scenario expects an alert of the row (%s).".formatted(file.name(), rule));
    }
    if (quiet < LEAST_QUIET) {
      broken.add(
          "%s: error: (%d) scenarios leave the row (%s) quiet, there must be three.\n    Maybe add one that differs in a single member."
              .formatted(file.name(), quiet, rule));
    }
    for (ScenarioFile named : files) {
      String stem = named.name().substring(named.name().lastIndexOf('/') + 1);
      if (!stem.startsWith(rule + "-")) {
        broken.add(
            "%s: error: the file's name must begin with its row (%s)."
                .formatted(named.name(), rule));
      }
    }
  }
}
