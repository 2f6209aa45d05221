package dev.appwatch.cli;

import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the scenarios of a run ended.
 *
 * @param suite what was run
 * @param results how each ended, in the order of files and lines
 * @param laws what the scenarios as a whole lack; empty where only some were run
 */
record TestRun(ScenarioSuite suite, List<Result> results, List<String> laws) {

  TestRun {
    results = List.copyOf(results);
    laws = List.copyOf(laws);
  }

  /**
   * How one scenario ended.
   *
   * @param row id of the row that its file is about
   * @param result how it ended
   * @param nanos how long it took
   */
  record Result(@Nullable String row, ScenarioResult result, long nanos) {}

  /**
   * Runs scenarios.
   *
   * @param rows ids of rows in lower case; empty for all
   */
  static TestRun of(ScenarioSuite suite, Set<String> rows) {
    List<Result> results = new ArrayList<>();
    for (ScenarioFile file : suite.files()) {
      String row = file.rule();
      if (rows.isEmpty() || (row != null && rows.contains(row.toLowerCase(Locale.ROOT)))) {
        for (Scenario scenario : file.scenarios()) {
          long start = System.nanoTime();
          ScenarioResult result = suite.run(scenario);
          results.add(new Result(row, result, System.nanoTime() - start));
        }
      }
    }
    return new TestRun(suite, results, rows.isEmpty() ? suite.brokenLaws() : List.of());
  }

  List<ScenarioResult> failed() {
    return results.stream()
        .map(Result::result)
        .filter(result -> !result.passed() && result.problem() == null)
        .toList();
  }

  List<ScenarioResult> refused() {
    return results.stream().map(Result::result).filter(result -> result.problem() != null).toList();
  }

  int passed() {
    return results.size() - failed().size() - refused().size();
  }

  int exitCode() {
    if (!refused().isEmpty()) {
      return ExitCode.REFUSED;
    }
    return failed().isEmpty() && laws.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
  }
}
