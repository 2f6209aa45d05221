package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pack says of rows about this program can't weaken them. */
final class OwnIdentityTest {

  private static final Path PACK = Path.of("rules");
  private static final String FILE = "drl/appwatch/APPWATCH-SELF-01-own-identity-changed.drl";
  private static final RuleBook SHIPPED = RuleBookLoader.load(PACK, Pack.cache());

  @ParameterizedTest
  @CsvSource({"alert, no", "alert, yes", "suppressed, no", "suppressed, yes", "informational, yes"})
  void itAlertsWhateverThePackSays(String disposition, String suppressible) throws Exception {
    String text =
        Files.readString(PACK.resolve(FILE))
            .replace("@suppressible(\"no\")", "@suppressible(\"%s\")".formatted(suppressible))
            .replace("  @reason(", "  @disposition(\"%s\")\n  @reason(".formatted(disposition));
    RuleBook hostile = RuleBookLoader.restated(SHIPPED, new RuleFile(FILE, text));
    int alerts = 0;

    for (Scenario scenario : scenarios()) {
      List<Finding> findings =
          new PackJudge(PACK, hostile)
              .judge(scenario.records(), scenario.differences(), scenario.now());
      for (Finding finding : findings) {
        if (finding.rule().equals("APPWATCH-SELF-01")) {
          alerts++;
          assertThat(finding.disposition()).isEqualTo(Disposition.ALERT);
          assertThat(finding.decision().reason()).isEqualTo("FLOOR");
          assertThat(finding.decision().change()).isNull();
        }
      }
    }

    assertThat(alerts).isEqualTo(3);
  }

  private static List<Scenario> scenarios() {
    return ScenarioReader.read(Path.of("test-scenarios/appwatch")).stream()
        .filter(file -> "APPWATCH-SELF-01".equals(file.rule()))
        .flatMap(file -> file.scenarios().stream())
        .toList();
  }
}
