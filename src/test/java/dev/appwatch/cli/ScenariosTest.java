package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.RuleCard;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The regression net of the shipped pack. */
final class ScenariosTest {

  private static final Path PACK = Path.of("rules");
  private static final RuleBook BOOK = RuleBookLoader.load(PACK);
  private static final ScenarioRunner RUNNER = new ScenarioRunner(new PackJudge(PACK, BOOK));
  private static final List<ScenarioFile> FILES = ScenarioReader.read(Path.of("test-scenarios"));

  static Stream<Scenario> scenarios() {
    return FILES.stream().flatMap(file -> file.scenarios().stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void raisesExactlyWhatIsExpected(Scenario scenario) {
    assertThat(RUNNER.run(scenario).differences()).isEmpty();
  }

  @Test
  void everyReasonOfEveryRowIsExpectedSomewhere() {
    Set<String> expected = new TreeSet<>();
    scenarios().flatMap(scenario -> scenario.expectedReasons().stream()).forEach(expected::add);
    Set<String> written = new TreeSet<>();
    BOOK.clausesByRule()
        .values()
        .forEach(
            clause ->
                clause.reasons().forEach(code -> written.add(clause.card().id() + " " + code)));

    assertThat(expected).containsAll(written);
  }

  @Test
  void everyRowHasItsScenarios() {
    List<String> rows = BOOK.cards().stream().map(RuleCard::id).toList();

    assertThat(ScenarioRunner.brokenLaws(FILES, rows)).isEmpty();
    assertThat(BOOK.cards().stream().filter(card -> card.row() > 0)).hasSize(18);
    assertThat(scenarios().count()).isGreaterThan(390);
  }
}
