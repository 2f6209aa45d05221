package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the scenarios again whenever pack or scenarios are saved. */
@Command(
    name = "watch",
    description = {
      "Run scenarios again whenever the pack or the scenarios are saved.",
      "",
      "Prints what fails and what passes again. Ends when it is interrupted (Ctrl-C)."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private final ScenarioOptions options = new ScenarioOptions();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (FolderWatch watch = FolderWatch.of(List.of(options.pack(), options.scenarios()))) {
      Set<String> failing = run(Set.of(), out);
      while (watch.awaitChange()) {
        failing = run(failing, out);
      }
    }
    return ExitCode.DONE;
  }

  /**
   * Runs the scenarios once and returns which ones did not pass.
   *
   * @param before which ones did not pass before
   */
  private Set<String> run(Set<String> before, PrintWriter out) {
    Set<String> failing = new HashSet<>();
    try {
      ScenarioSuite suite = options.suite();
      TestRun run = options.run(suite);
      for (TestRun.Result one : run.results()) {
        ScenarioResult result = one.result();
        if (!result.passed()) {
          failing.add(key(result.scenario()));
          TestReports.failure(suite, result, out);
        } else if (before.contains(key(result.scenario()))) {
          out.printf(
              "PASSED AGAIN %s: %s%n",
              SafeText.of(suite.place(result.scenario())), SafeText.of(result.scenario().name()));
        }
      }
      run.laws().forEach(law -> law.lines().forEach(line -> out.println(SafeText.of(line))));
      TestReports.counts(run, out);
    } catch (RuntimeException e) {
      if (Failures.report(e, out, false) != ExitCode.REFUSED) {
        throw e;
      }
      // half a sentence was saved: what failed before still does, as far as anybody knows
      failing.addAll(before);
    }
    out.println("Waiting for the next save …");
    out.flush();
    return failing;
  }

  private static String key(Scenario scenario) {
    return scenario.file() + "\n" + scenario.name();
  }
}
