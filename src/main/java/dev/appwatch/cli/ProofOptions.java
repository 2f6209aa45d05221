package dev.appwatch.cli;

import dev.appwatch.proof.Equivalents;
import dev.appwatch.report.SafeText;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioResult;
import dev.appwatch.text.NearWord;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options of commands that measure what the scenarios of a pack prove. */
final class ProofOptions {

  private static final String EQUIVALENTS = "equivalent-mutants.yaml";

  @Option(names = "--rules", paramLabel = "DIR", description = "Another policy pack.")
  private @Nullable Path rules;

  @Option(
      names = "--row",
      paramLabel = "ID",
      description = "Only the rules of this row, for example APP-CRED-01.")
  private @Nullable String row;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "On how many threads. Default: one for each core.")
  private @Nullable Integer threads;

  @Option(
      names = "--equivalents",
      paramLabel = "FILE",
      description =
          "The changes that nobody could notice, with the reason. Default: "
              + EQUIVALENTS
              + " in the folder of scenarios.")
  private @Nullable Path named;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "The folder of scenarios. Default: test-scenarios beside the program.")
  private @Nullable Path folder;

  /** Returns the folder of the pack. */
  Path pack() {
    return Pack.folder(rules);
  }

  /** Returns the row that was named, null when none was. */
  @Nullable String row() {
    return row;
  }

  /** Returns on how many threads. */
  int threads() {
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1) {
      throw new RefusedException("The number of threads (%d) must be 1 or more.".formatted(count));
    }
    return count;
  }

  /** Returns the folder of scenarios. */
  Path folder() {
    Path scenarios = Pack.scenarios(folder);
    if (!Files.isDirectory(scenarios)) {
      throw new RefusedException(
          "The scenarios (%s) are no folder.\n    Maybe name one.".formatted(scenarios));
    }
    return scenarios;
  }

  /** Returns the changes that nobody could notice. */
  Equivalents equivalents() {
    Path file = named != null ? named : folder().resolve(EQUIVALENTS);
    if (named == null && !Files.exists(file)) {
      return Equivalents.NONE;
    }
    try {
      return Equivalents.read(file);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(String.valueOf(e.getMessage()));
    }
  }

  /** Returns all scenarios, in the order of the files. */
  List<Scenario> scenarios() {
    return ScenarioReader.read(folder()).stream()
        .map(ScenarioFile::scenarios)
        .flatMap(List::stream)
        .toList();
  }

  /** Refuses a row that the pack does not have. */
  void refuseUnknownRow(RuleBook book) {
    if (row == null) {
      return;
    }
    Set<String> rows = new TreeSet<>();
    book.cards().forEach(card -> rows.add(card.id()));
    if (rows.stream().noneMatch(row::equalsIgnoreCase)) {
      throw new RefusedException(
          "There is no row (%s).%s".formatted(row, NearWord.maybe(row, rows)));
    }
  }

  /** Returns whether a rule file is meant. */
  boolean means(RuleBook book, String file) {
    return row == null
        || book.cards().stream()
            .anyMatch(card -> card.file().equals(file) && card.id().equalsIgnoreCase(row));
  }

  /** Refuses scenarios that fail: what they would prove is not known. */
  static void refuseFailed(List<ScenarioResult> results, PrintWriter err) {
    List<ScenarioResult> failed = results.stream().filter(result -> !result.passed()).toList();
    for (ScenarioResult result : failed) {
      err.println("FAILED " + SafeText.of(result.scenario().toString()));
      result.lines().forEach(line -> err.println("    " + SafeText.of(line)));
    }
    if (!failed.isEmpty()) {
      throw new RefusedException(
          "%s failed as they are.\n    Maybe run appwatch test first."
              .formatted(Counted.of(failed.size(), "scenario")));
    }
  }
}
