package dev.appwatch.cli;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.proof.Equivalents;
import dev.appwatch.proof.Judges;
import dev.appwatch.proof.Mutant;
import dev.appwatch.proof.Mutants;
import dev.appwatch.proof.MutationRun;
import dev.appwatch.proof.Parallel;
import dev.appwatch.report.ProblemFormat;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.ScenarioResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Changes the rules one thing at a time, and tells which changes no scenario notices. */
@Command(
    name = "mutate",
    description = {
      "Change the rules one thing at a time, and tell which changes no scenario notices.",
      "",
      "Conditions are dropped, negated, widened and swapped; risks, dispositions, reasons and codes"
          + " are",
      "changed; limits and hours are moved by one. Each change that no scenario notices is told at"
          + " its",
      "line, with the scenario that is missing. Ends with 1 when there is one."
    },
    mixinStandardHelpOptions = true)
final class MutateCommand implements Callable<Integer> {

  private static final String LINT = "survivor";

  @Spec private CommandSpec spec;
  @Mixin private final ProofOptions options = new ProofOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "TEXT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ProblemFormat format;

  @Override
  public Integer call() {
    long started = System.nanoTime();
    PrintWriter err = spec.commandLine().getErr();
    Path pack = options.pack();
    Equivalents known = options.equivalents();
    RuleBook book = Pack.ruleBook(pack);
    options.refuseUnknownRow(book);
    List<Mutant> mutants =
        Mutants.of(pack, book, file -> options.means(book, file), options.row() == null);
    err.printf("%s to try.%n", Counted.of(mutants.size(), "change"));
    err.flush();
    Path work = work();
    try {
      MutationRun run = new MutationRun(pack, book, mutants, Pack.cache(), work);
      Judges judges = PackJudge.judges();
      List<ScenarioResult> results =
          Parallel.map(
              options.threads(), options.scenarios(), scenario -> run.judge(scenario, judges));
      ProofOptions.refuseFailed(results, err);
      return tell(pack, mutants, run.survivors(), known, started);
    } finally {
      delete(work);
    }
  }

  private int tell(
      Path pack, List<Mutant> mutants, List<Mutant> alive, Equivalents known, long started) {
    List<RuleProblem> problems = new ArrayList<>();
    for (Mutant mutant : alive) {
      if (known.reason(mutant).isEmpty()) {
        problems.add(problem(pack, mutant));
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.print(format.of(problems, pack.toString().replace('\\', '/')));
    out.flush();
    PrintWriter err = spec.commandLine().getErr();
    List<String> wrong = options.row() == null ? known.wrong(mutants, alive) : List.of();
    wrong.forEach(err::println);
    long merged = mutants.stream().filter(mutant -> mutant.equivalent() != null).count();
    long equivalent = alive.size() - problems.size() + merged;
    err.printf(
        "%s: %d noticed, %d equivalent, %d survived; %d s.%n",
        Counted.of(mutants.size(), "change"),
        mutants.size() - equivalent - problems.size(),
        equivalent,
        problems.size(),
        Duration.ofNanos(System.nanoTime() - started).toSeconds());
    err.flush();
    return problems.isEmpty() && wrong.isEmpty() ? ExitCode.DONE : ExitCode.FOUND;
  }

  private static RuleProblem problem(Path pack, Mutant mutant) {
    RuleFile file = RuleFile.read(pack, pack.resolve(mutant.file()));
    return file.problem(
        LINT,
        mutant.place(),
        "no scenario of (%s) notices: %s.\n    Maybe add %s."
            .formatted(mutant.rule(), mutant.what(), mutant.missing()));
  }

  private static Path work() {
    try {
      return Files.createTempDirectory("appwatch-mutate");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
