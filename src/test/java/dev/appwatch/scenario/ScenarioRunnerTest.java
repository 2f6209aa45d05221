package dev.appwatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScenarioRunnerTest {

  private static final String FILE =
      """
      rule: APP-OWNER-01
      base: {lists: {own-domains: [{domain: a.example}]}}
      events:
        owner:
          id: e1
          properties: [{displayName: Role.TemplateId, newValue: r1}, {Name: other, newValue: o1}]
          nested: {deep: {value: 1}}
      scenarios:
        - name: first
          event: owner
          but:
            nested.deep.value: 2
            properties[Role.TemplateId].newValue: changed
            properties[1]: ~remove
            added: {x: y}
          with: {lists: {own-domains: [{domain: b.example}]}, now: 2026-03-04T09:00:00Z}
          expect: [{rule: APP-OWNER-01, risk: medium, disposition: alert, reasons: [B, A]}]
      """;

  @TempDir private Path folder;

  private final List<Map<String, @Nullable Object>> judged = new ArrayList<>();

  @Test
  void appliesTheDifferencesToARecord() throws IOException {
    Scenario scenario = read(FILE).get(0).scenarios().get(0);

    assertThat(scenario.records().get(0).toString())
        .contains("deep={value=2}", "newValue=changed", "added={x=y}")
        .doesNotContain("other");
    assertThat(scenario.differences().toString())
        .contains("[{\"domain\":\"a.example\"},{\"domain\":\"b.example\"}]");
    assertThat(scenario.now()).hasToString("2026-03-04T09:00:00Z");
  }

  @Test
  void passesWhenExactlyThatIsRaised() throws IOException {
    assertThat(run(finding("APP-OWNER-01", "A", "B")).passed()).isTrue();
    assertThat(judged).hasSize(1);
  }

  @Test
  void tellsWhatIsMissingUnexpectedAndOther() throws IOException {
    assertThat(run().lines()).containsExactly("missing: APP-OWNER-01 medium alert [A, B]");
    assertThat(run(finding("APP-OWNER-01", "A")).lines())
        .containsExactly(
            "other: APP-OWNER-01 is not as expected", "    reasons      expected A, B, raised A");
    assertThat(run(finding("APP-OWNER-01", "A", "B"), finding("APP-URI-01", "C")).lines())
        .containsExactly("unexpected: APP-URI-01 medium alert [C] OUTSIDE_WINDOW CHG0031001");
  }

  @Test
  void refusesEverythingItDoesNotKnowAtOnce() {
    String broken =
        FILE.replace("nested.deep.value", "nested.deeper.value")
            .replace("with: {", "whit: {}\n    with: {")
            .replace("rule: APP-OWNER-01\nbase", "role: x\nbase");

    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(ScenariosRefusedException.class)
        .hasMessageContaining("no member (role)")
        .hasMessageContaining("no member (whit)")
        .hasMessageContaining("there is no (deeper)")
        .hasMessageContaining("Maybe");
  }

  @Test
  void refusesADifferenceOfAnEventThatTheScenarioDoesNotName() {
    String broken =
        FILE.replace("event: owner\n", "events: [owner]\n")
            .replace("    nested.deep.value: 2", "    ownr: {nested.deep.value: 2}");

    assertThatThrownBy(() -> read(broken))
        .isInstanceOf(ScenariosRefusedException.class)
        .hasMessageContaining("what differs in the scenario \"first\" has no member (ownr)")
        .hasMessageContaining("Maybe one of [owner]");
  }

  @Test
  void holdsFilesAgainstTheirLaws() throws IOException {
    List<ScenarioFile> files = read(FILE);

    assertThat(ScenarioRunner.brokenLaws(files, List.of("APP-OWNER-01", "APP-URI-01")))
        .hasSize(3)
        .anyMatch(law -> law.contains("(0) scenarios leave the row (APP-OWNER-01) quiet"))
        .anyMatch(law -> law.contains("name must begin with its row"))
        .anyMatch(law -> law.contains("APP-URI-01: error: the row has no file"));
  }

  private ScenarioResult run(Finding... raised) throws IOException {
    ScenarioRunner runner =
        new ScenarioRunner(
            (records, differences, now) -> {
              judged.addAll(records);
              return List.of(raised);
            });
    return runner.run(read(FILE).get(0).scenarios().get(0));
  }

  private List<ScenarioFile> read(String text) throws IOException {
    Files.writeString(folder.resolve("file.yaml"), text);
    return ScenarioReader.read(folder);
  }

  private static Finding finding(String rule, String... reasons) {
    return new FindingBuilder().rule(rule).risk(Risk.MEDIUM).reasons(reasons).build();
  }
}
