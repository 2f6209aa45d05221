package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.scenario.Acceptance;
import dev.appwatch.scenario.ScenarioResult;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the scenarios of a pack. */
@Command(
    name = "test",
    description = {
      "Run scenarios: records, and the findings they must raise.",
      "",
      "Prints how each scenario that fails differs from what it expects. Exits with 1 when one",
      "fails, with 2 when a scenario can't be judged."
    },
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

  /** The forms in which a run is told. */
  enum ReportFormat {
    TEXT,
    JUNIT,
    JSON
  }

  @Spec private CommandSpec spec;
  @Mixin private final ScenarioOptions options = new ScenarioOptions();

  @Option(
      names = "--accept",
      paramLabel = "REASON",
      description =
          "Rewrite what the failed scenarios expect to what was raised, and write the reason beside it.")
  private @Nullable String accept;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}. Default: text.")
  private ReportFormat format;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report here instead of standard output.")
  private @Nullable Path output;

  @Override
  public Integer call() {
    if (accept != null && accept.isBlank()) {
      throw new RefusedException(
          "The reason (%s) of --accept must say why the findings are right.\n    Maybe --accept \"the row now counts guests too\"."
              .formatted(accept));
    }
    ScenarioSuite suite = options.suite();
    TestRun run = options.run(suite);
    if (accept != null) {
      PrintWriter talk =
          format == ReportFormat.TEXT ? spec.commandLine().getOut() : spec.commandLine().getErr();
      accept(suite, run, accept, talk);
      run = options.run(options.suite());
    }
    write(run);
    return run.exitCode();
  }

  private void write(TestRun run) {
    if (output == null) {
      write(run, spec.commandLine().getOut());
      return;
    }
    try (Output file = Output.to(output)) {
      PrintWriter out =
          new PrintWriter(new OutputStreamWriter(file.stream(), StandardCharsets.UTF_8));
      write(run, out);
      out.flush();
      file.commit();
    }
    TestReports.counts(run, spec.commandLine().getErr());
    spec.commandLine().getErr().flush();
  }

  private void write(TestRun run, PrintWriter out) {
    switch (format) {
      case TEXT -> TestReports.text(run, out);
      case JUNIT -> JunitReport.write(run, out);
      case JSON -> TestReports.json(run, out);
    }
  }

  /** Writes whole files only, and none before all of them were rewritten. */
  private static void accept(ScenarioSuite suite, TestRun run, String reason, PrintWriter talk) {
    Map<Path, List<ScenarioResult>> byFile = new LinkedHashMap<>();
    for (ScenarioResult result : run.failed()) {
      byFile.computeIfAbsent(suite.file(result.scenario()), any -> new ArrayList<>()).add(result);
    }
    Map<Path, String> rewritten = new LinkedHashMap<>();
    try {
      for (Map.Entry<Path, List<ScenarioResult>> file : byFile.entrySet()) {
        String name = file.getKey().toString().replace('\\', '/');
        String text = Files.readString(file.getKey(), StandardCharsets.UTF_8);
        rewritten.put(file.getKey(), Acceptance.accept(name, text, file.getValue(), reason));
      }
      for (Map.Entry<Path, String> file : rewritten.entrySet()) {
        WholeFile.replace(file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (ScenarioResult result : run.failed()) {
      talk.printf(
          "ACCEPTED %s: %s%n",
          SafeText.of(suite.place(result.scenario())), SafeText.of(result.scenario().name()));
      result.lines().forEach(line -> talk.println("    " + SafeText.of(line)));
    }
    talk.flush();
  }
}
