package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.model.RuleCard;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioResult;
import dev.appwatch.scenario.ScenarioRunner;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A pack and the scenarios it is held against: what the command and any JUnit test run. */
public final class ScenarioSuite {

  private final Path root;
  private final RuleBook book;
  private final List<ScenarioFile> files;
  private final ScenarioRunner runner;

  private ScenarioSuite(Path root, RuleBook book, List<ScenarioFile> files, ScenarioRunner runner) {
    this.root = root;
    this.book = book;
    this.files = files;
    this.runner = runner;
  }

  /**
   * Reads a pack and scenarios.
   *
   * @param pack the folder of the pack, for example {@code rules}
   * @param scenarios a folder of scenarios, or one file
   * @throws RuntimeException with everything that is wrong with either
   */
  public static ScenarioSuite of(Path pack, Path scenarios) {
    if (!Files.exists(scenarios)) {
      throw new RefusedException(
          "The scenarios (%s) do not exist.\n    Maybe the path is misspelt.".formatted(scenarios));
    }
    List<ScenarioFile> files = ScenarioReader.read(scenarios);
    Context context = Context.load(pack);
    if (!context.changeProblems().isEmpty()) {
      throw new RefusedException(
          String.join(
              "\n", context.changeProblems().stream().map(problem -> problem.toString()).toList()));
    }
    RuleBook book = Pack.ruleBook(pack);
    return new ScenarioSuite(scenarios, book, files, new ScenarioRunner(new PackJudge(pack, book)));
  }

  /** Returns the files of scenarios, sorted by path. */
  public List<ScenarioFile> files() {
    return files;
  }

  /** Returns how a scenario ends. Not to be called by two threads at once. */
  public ScenarioResult run(Scenario scenario) {
    return runner.run(scenario);
  }

  /**
   * Runs a scenario.
   *
   * @throws AssertionError with the difference in words, when it does not pass
   */
  public void check(Scenario scenario) {
    ScenarioResult result = run(scenario);
    if (!result.passed()) {
      throw new AssertionError(place(scenario) + "\n" + String.join("\n", result.lines()));
    }
  }

  /** Returns what the scenarios as a whole lack; empty when they keep every law. */
  public List<String> brokenLaws() {
    return Files.isDirectory(root)
        ? ScenarioRunner.brokenLaws(files, book.cards().stream().map(RuleCard::id).toList())
        : List.of();
  }

  /** Returns the file of a scenario. */
  Path file(Scenario scenario) {
    return ScenarioReader.folder(root).resolve(scenario.file());
  }

  /** Returns file and line of a scenario, as people write them. */
  public String place(Scenario scenario) {
    return file(scenario).toString().replace('\\', '/') + ":" + scenario.line();
  }

  /** Returns file and line of a scenario, as editors follow them. */
  public URI uri(Scenario scenario) {
    return URI.create(file(scenario).toUri() + "?line=" + scenario.line());
  }

  /** Returns the digest of the pack. */
  String digest() {
    return book.digest();
  }
}
