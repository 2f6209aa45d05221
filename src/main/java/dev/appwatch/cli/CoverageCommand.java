package dev.appwatch.cli;

import dev.appwatch.proof.Coverage;
import dev.appwatch.proof.Coverage.CheckReach;
import dev.appwatch.proof.Coverage.RuleReach;
import dev.appwatch.proof.CoverageRun;
import dev.appwatch.proof.Judges;
import dev.appwatch.proof.Parallel;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tells which rows, rules and conditions the scenarios of a pack reach. */
@Command(
    name = "coverage",
    description = {
      "Tell which rows, rules and conditions the scenarios reach.",
      "",
      "A condition is reached when it was seen to hold and not to hold, where the rule that its"
          + " rule",
      "extends holds. Ends with 1 when a rule never held, or fewer conditions are reached than"
          + " --least."
    },
    mixinStandardHelpOptions = true)
final class CoverageCommand implements Callable<Integer> {

  private static final int ALL = 100;

  @Spec private CommandSpec spec;
  @Mixin private final ProofOptions options = new ProofOptions();

  @Option(
      names = "--least",
      paramLabel = "PERCENT",
      defaultValue = "95",
      description = "How many conditions must be reached. Default: ${DEFAULT-VALUE}.")
  private double least;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private TextOrJson format;

  @Override
  public Integer call() {
    if (!(least >= 0 && least <= ALL)) {
      throw new RefusedException("The share (%s) of --least must be 0 to 100.".formatted(least));
    }
    Path pack = options.pack();
    RuleBook book = Pack.ruleBook(pack);
    options.refuseUnknownRow(book);
    CoverageRun run = new CoverageRun(pack, book, Pack.cache());
    Judges judges = PackJudge.judges();
    List<ScenarioResult> results =
        Parallel.map(
            options.threads(), options.scenarios(), scenario -> run.judge(scenario, judges));
    ProofOptions.refuseFailed(results, spec.commandLine().getErr());
    Coverage coverage =
        new Coverage(
            run.coverage(options.equivalents()).rules().stream()
                .filter(rule -> options.means(book, rule.file()))
                .toList());
    PrintWriter out = spec.commandLine().getOut();
    if (format == TextOrJson.JSON) {
      TextOrJson.write(json(coverage), out);
    } else {
      tell(coverage, out);
    }
    return coverage.neverHeld().isEmpty() && share(coverage) >= least
        ? ExitCode.DONE
        : ExitCode.FOUND;
  }

  private static double share(Coverage coverage) {
    return coverage.conditions() == 0
        ? ALL
        : (double) ALL * coverage.reached() / coverage.conditions();
  }

  private static void tell(Coverage coverage, PrintWriter out) {
    coverage
        .byRow()
        .forEach(
            (row, rules) -> {
              Coverage of = new Coverage(rules);
              out.printf(
                  "%-18s %3d of %3d rules held, %3d of %3d conditions both ways%n",
                  row,
                  rules.size() - of.neverHeld().size(),
                  rules.size(),
                  of.reached(),
                  of.conditions());
            });
    for (RuleReach rule : coverage.rules()) {
      if (!rule.held()) {
        out.println(
            SafeText.of(
                "%s:%d: the rule (%s) never held.%n    Maybe add a scenario that raises it."
                    .formatted(rule.file(), rule.line(), rule.rule())));
      }
      for (CheckReach reach : rule.conditions()) {
        tell(rule, reach, out);
      }
    }
    out.printf(
        "%d of %d rows, %d of %d rules, %d of %d conditions (%.1f %%) are reached.%n",
        rows(coverage),
        coverage.byRow().size(),
        coverage.rules().size() - coverage.neverHeld().size(),
        coverage.rules().size(),
        coverage.reached(),
        coverage.conditions(),
        share(coverage));
    out.flush();
  }

  private static long rows(Coverage coverage) {
    return coverage.byRow().values().stream()
        .filter(rules -> rules.stream().anyMatch(RuleReach::held))
        .count();
  }

  private static void tell(RuleReach rule, CheckReach reach, PrintWriter out) {
    String place =
        "%s:%d:%d: "
            .formatted(rule.file(), reach.check().place().line(), reach.check().place().column());
    String condition = "the condition (%s) of (%s) ".formatted(reach.check().text(), rule.rule());
    if (!reach.excuse().isEmpty()) {
      out.println(
          SafeText.of(
              place + condition + "never failed. To drop it changes nothing: " + reach.excuse()));
    } else if (!reach.reached()) {
      out.println(
          SafeText.of(
              place
                  + condition
                  + (reach.yes()
                      ? "never failed."
                      : reach.no() ? "never held." : "was never asked.")));
    }
  }

  private static Map<String, Object> json(Coverage coverage) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("rows", coverage.byRow().size());
    tree.put("rowsReached", rows(coverage));
    tree.put("conditions", coverage.conditions());
    tree.put("conditionsReached", coverage.reached());
    tree.put("rules", coverage.rules().stream().map(CoverageCommand::json).toList());
    return tree;
  }

  private static Map<String, Object> json(RuleReach rule) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("row", rule.row());
    tree.put("rule", rule.rule());
    tree.put("file", rule.file());
    tree.put("line", rule.line());
    tree.put("held", rule.held());
    tree.put("quiet", rule.quiet());
    tree.put("conditions", rule.conditions().stream().map(CoverageCommand::json).toList());
    return tree;
  }

  private static Map<String, Object> json(CheckReach reach) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("text", reach.check().text());
    tree.put("line", reach.check().place().line());
    tree.put("column", reach.check().place().column());
    tree.put("held", reach.yes());
    tree.put("failed", reach.no());
    tree.put("excuse", reach.excuse());
    return tree;
  }
}
