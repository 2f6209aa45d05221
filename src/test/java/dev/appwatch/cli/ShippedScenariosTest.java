package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioReader;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the scenarios of the shipped pack must hold. */
final class ShippedScenariosTest {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));

  private static Stream<Scenario> scenarios() {
    return ScenarioReader.read(Path.of("test-scenarios")).stream()
        .flatMap(file -> file.scenarios().stream());
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
  void thereAreScenariosOfEveryRow() {
    assertThat(BOOK.cards().stream().filter(card -> card.row() > 0)).hasSize(18);
    assertThat(scenarios().count()).isGreaterThan(390);
  }
}
