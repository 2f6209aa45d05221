package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.context.PackProblem;
import dev.appwatch.context.PackRefusedException;
import dev.appwatch.drl.Fixer;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.report.ProblemFormat;
import dev.appwatch.rules.RuleBookLoader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says everything that is wrong with a policy pack, without compiling or running any of it. */
@Command(
    name = "lint",
    description = {
      "Say everything that is wrong with a policy pack: its rules, lists, limits and calendars.",
      "Nothing is compiled or run. docs/lints.md explains every check."
    },
    mixinStandardHelpOptions = true)
final class LintCommand implements Callable<Integer> {

  private static final int MOST_PASSES = 5;

  @Spec private CommandSpec spec;

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ProblemFormat format;

  @Option(
      names = "--fix",
      description = "Correct in the files what can only be meant in one way, and tell the rest.")
  private boolean fix;

  @Option(names = "--strict", description = "End with 2 for warnings too.")
  private boolean strict;

  @Override
  public Integer call() {
    Path pack = Pack.folder(rules);
    PrintWriter err = spec.commandLine().getErr();
    if (fix) {
      fix(pack, err);
    }
    List<RuleProblem> problems = new ArrayList<>(RuleBookLoader.check(pack));
    problems.addAll(ofLists(pack));
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.of(problems, pack.toString().replace('\\', '/')));
    out.flush();
    long errors = problems.stream().filter(RuleProblem::refuses).count();
    err.println(closing(errors, problems.size() - errors, fixable(problems)));
    err.flush();
    return errors > 0 || (strict && !problems.isEmpty()) ? ExitCode.REFUSED : ExitCode.DONE;
  }

  private static String closing(long errors, long warnings, long fixable) {
    String text =
        "%s, %s.%s"
            .formatted(
                Counted.of(errors, "error"),
                Counted.of(warnings, "warning"),
                errors > 0 ? " Nothing of this pack would be loaded." : "");
    return fixable == 0
        ? text
        : text + "%n    Maybe run again with --fix: it corrects (%d) of them.".formatted(fixable);
  }

  private static long fixable(List<RuleProblem> problems) {
    return problems.stream().filter(problem -> !problem.fixes().isEmpty()).count();
  }

  private static List<RuleProblem> ofLists(Path pack) {
    try {
      Context.load(pack, Differences.tenant(null), List.of(), Instant.EPOCH);
      return List.of();
    } catch (PackRefusedException e) {
      return e.problems().stream().map(problem -> problem(pack, problem)).toList();
    }
  }

  private static RuleProblem problem(Path pack, PackProblem problem) {
    Path file = pack.resolve(problem.file());
    RuleFile read =
        Files.isRegularFile(file) ? RuleFile.read(pack, file) : new RuleFile(problem.file(), "");
    return read.problem("list", problem.line(), 0, problem.message());
  }

  /** Corrects until nothing changes any more; each correction may bring the next one to light. */
  private static void fix(Path pack, PrintWriter err) {
    for (int pass = 0; pass < MOST_PASSES; pass++) {
      Map<String, List<RuleProblem>> byFile = new LinkedHashMap<>();
      for (RuleProblem problem : RuleBookLoader.check(pack)) {
        if (!problem.fixes().isEmpty()) {
          byFile.computeIfAbsent(problem.file(), any -> new ArrayList<>()).add(problem);
        }
      }
      if (byFile.isEmpty()) {
        return;
      }
      byFile.forEach((name, problems) -> fix(pack, name, problems, err));
    }
  }

  private static void fix(Path pack, String name, List<RuleProblem> problems, PrintWriter err) {
    Path file = pack.resolve(name);
    String text = RuleFile.read(pack, file).text();
    try {
      Path beside = Files.createTempFile(file.getParent(), ".", ".fix");
      Files.writeString(beside, Fixer.fixed(text, problems), StandardCharsets.UTF_8);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    problems.forEach(
        problem -> err.printf("corrected %s:%d: %s%n", name, problem.line(), problem.what()));
  }
}
