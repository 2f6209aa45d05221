package dev.appwatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import dev.appwatch.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ScenarioSchemaTest {

  private static final String SOUND =
      """
      rule: APP-OWNER-01
      now: 2026-03-04T09:00:00Z
      events: {owner: {id: e1}}
      scenarios:
        - name: first
          event: owner
          but: {id: e2}
          with: {lists: {own-domains: [{domain: b.example}]}}
          expect: [{rule: APP-OWNER-01, risk: medium, disposition: alert, reasons: [B], change: null}]
      """;

  static Stream<Path> shipped() throws IOException {
    try (Stream<Path> walk = Files.walk(Path.of("test-scenarios"))) {
      return walk
          .filter(path -> path.toString().endsWith(".yaml"))
          .filter(path -> !path.endsWith("equivalent-mutants.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void whatIsShippedMeetsAndNamesTheSchema(Path file) throws IOException {
    assertThat(errors(Files.readString(file))).isEmpty();

    String first = Files.readAllLines(file).get(0);
    assertThat(first).startsWith("# yaml-language-server: $schema=");
    assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).exists();
  }

  @Test
  void isMetByWhatTheReaderReads() throws IOException {
    assertThat(errors(SOUND)).isEmpty();
    assertThat(ScenarioReader.read("f.yaml", SOUND).scenarios()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "rule: APP-OWNER-01 | role: APP-OWNER-01",
        "now: 2026-03-04T09:00:00Z | now: yesterday",
        "name: first | nam: first",
        "name: first | name: ''",
        "event: owner | evnt: owner",
        "event: owner | events: []",
        "event: owner | {event: owner, events: [owner]}",
        "but: {id: e2} | but: e2",
        "with: {lists | whit: {lists",
        "with: {lists | with: {list",
        "risk: medium | risk: middle",
        "disposition: alert | disposition: alarm",
        "disposition: alert, | ``",
        "reasons: [B] | reasons: B",
        "reasons: [B] | reason: [B]",
        "change: null | change: [x]",
        "scenarios: | scenario:"
      })
  void refusesWhatTheReaderRefuses(String from, String to) throws IOException {
    String changed =
        to.startsWith("{event")
            ? SOUND.replace("event: owner", "event: owner\n    events: [owner]")
            : SOUND.replace(from, to);

    assertThat(changed).isNotEqualTo(SOUND);
    assertThat(errors(changed)).isNotEmpty();
    assertThatThrownBy(() -> ScenarioReader.read("f.yaml", changed))
        .isInstanceOf(ScenariosRefusedException.class)
        .hasMessageContaining("f.yaml:")
        .hasMessageContaining("Maybe");
  }

  private static List<Error> errors(String yaml) throws IOException {
    return Schemas.errors(
        Path.of("rules/schemas/scenarios.schema.json"), new YAMLMapper().readTree(yaml));
  }
}
