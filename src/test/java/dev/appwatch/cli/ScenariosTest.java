package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scenario as a test of its own. For another pack: {@code mvn test -Dtest=ScenariosTest
 * -Dappwatch.rules=DIR -Dappwatch.scenarios=DIR}.
 */
final class ScenariosTest {

  private static final ScenarioSuite SUITE =
      ScenarioSuite.of(
          Path.of(System.getProperty("appwatch.rules", "rules")),
          Path.of(System.getProperty("appwatch.scenarios", "test-scenarios")));

  @TestFactory
  Stream<DynamicNode> raisesExactlyWhatIsExpected() {
    return SUITE.files().stream()
        .map(
            file ->
                dynamicContainer(
                    file.name(),
                    file.scenarios().stream()
                        .map(
                            scenario ->
                                dynamicTest(
                                    scenario.name(),
                                    SUITE.uri(scenario),
                                    () -> SUITE.check(scenario)))));
  }

  @Test
  void scenariosWereFoundAndKeepTheirLaws() {
    assertThat(SUITE.files()).isNotEmpty();
    assertThat(SUITE.brokenLaws()).isEmpty();
  }
}
