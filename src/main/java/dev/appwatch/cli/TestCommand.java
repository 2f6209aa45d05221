package dev.appwatch.cli;

import dev.appwatch.model.RuleCard;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioResult;
import dev.appwatch.scenario.ScenarioRunner;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs the scenarios of a pack. */
@Command(
    name = "test",
    description = "Run scenarios: records, and the findings they must raise.",
    mixinStandardHelpOptions = true)
final class TestCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--row",
      paramLabel = "ID",
      description = "Only the scenarios of this row, for example APP-CRED-01.")
  private @Nullable String row;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of scenarios. Default: test-scenarios beside the program.")
  private @Nullable Path folder;

  @Override
  public Integer call() {
    Path scenarios = folder != null ? folder : Pack.home().resolve("test-scenarios");
    if (!Files.isDirectory(scenarios)) {
      throw new RefusedException(
          "The scenarios (%s) are no folder.\n    Maybe name one.".formatted(scenarios));
    }
    List<ScenarioFile> files = ScenarioReader.read(scenarios);
    Path pack = Pack.folder(rules);
    RuleBook book = Pack.ruleBook(pack);
    ScenarioRunner runner = new ScenarioRunner(new PackJudge(pack, book));
    PrintWriter out = spec.commandLine().getOut();
    int run = 0;
    int failed = 0;
    for (ScenarioFile file : files) {
      if (row != null && !row.equalsIgnoreCase(file.rule())) {
        continue;
      }
      for (Scenario scenario : file.scenarios()) {
        ScenarioResult result = runner.run(scenario);
        run++;
        if (!result.passed()) {
          failed++;
          out.println("FAILED " + SafeText.of(scenario.toString()));
          result.differences().forEach(difference -> out.println("    " + difference));
        }
      }
    }
    if (run == 0) {
      throw new RefusedException(
          "There are no scenarios of the row (%s).\n    Maybe run appwatch rules to see the rows."
              .formatted(row));
    }
    List<String> laws =
        row != null
            ? List.of()
            : ScenarioRunner.brokenLaws(files, book.cards().stream().map(RuleCard::id).toList());
    laws.forEach(out::println);
    out.printf("%d scenarios passed, %d failed.%n", run - failed, failed);
    out.flush();
    return failed > 0 || !laws.isEmpty() ? ExitCode.FOUND : ExitCode.DONE;
  }
}
