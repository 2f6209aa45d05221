package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.PackCopy;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.model.QuarantineReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a whole: real files in, real files out. */
final class EvaluateCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void judgesTheSamples() throws IOException {
    assertThat(evaluate("samples")).isEqualTo(ExitCode.DONE);

    assertThat(rules(findings()))
        .contains(
            "APP-CRED-01",
            "APP-CRED-02",
            "APP-ROLE-01",
            "APP-PERM-01",
            "KV-ACCESS-01",
            "CONSENT-USER-01",
            "AUTH-ROPC-01",
            "AUTH-DEVCODE-01",
            "APP-URI-02",
            "APP-OWNER-01");
  }

  @Test
  void writesEveryMemberOfTheContract() throws IOException {
    evaluate("samples");

    for (JsonNode finding : findings()) {
      List<String> members = new ArrayList<>();
      finding.fieldNames().forEachRemaining(members::add);
      assertThat(members)
          .containsExactly(
              "schema",
              "id",
              "rule",
              "title",
              "risk",
              "disposition",
              "reasons",
              "summary",
              "tenant",
              "time",
              "actor",
              "targets",
              "evidence",
              "decision",
              "events",
              "group",
              "attack",
              "pack");
      assertThat(finding.path("summary").asText()).doesNotContain("{", "?");
    }
  }

  /** Ten runs: by turns one thread and sixteen, here and at the other end of the world. */
  @Test
  void findsTheSameBytesInEveryRun() throws IOException {
    Path log = folder.resolve("stream.jsonl");
    try (OutputStream out = Files.newOutputStream(log)) {
      new Generator(Shape.DIAGNOSTIC, 5_000, 20, 0.05).write(out);
    }
    Files.writeString(log, "{\"half\": \n", StandardOpenOption.APPEND);
    Path quarantine = folder.resolve("quarantine.jsonl");
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    Set<String> seen = new HashSet<>();
    try {
      for (int run = 0; run < 10; run++) {
        boolean away = run % 4 > 1;
        Locale.setDefault(away ? Locale.forLanguageTag("tr-TR") : locale);
        TimeZone.setDefault(away ? TimeZone.getTimeZone("Pacific/Kiritimati") : zone);
        assertThat(evaluate(log.toString(), "--threads", run % 2 == 0 ? "1" : "16"))
            .isEqualTo(ExitCode.QUARANTINED);
        seen.add(Files.readString(output()) + Files.readString(quarantine));
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }

    assertThat(seen).hasSize(1);
    assertThat(findings()).hasSizeGreaterThan(200);
  }

  @Test
  void findsTheSameInAnyOrderLocaleAndZone() throws IOException {
    evaluate("samples");
    String usual = Files.readString(output());
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      evaluate(
          "samples/purview-export.csv",
          "samples/key-vault.jsonl",
          "samples/event-hub.jsonl",
          "samples/entra-audit.json",
          "samples/applications.json");
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }

    assertThat(Files.readString(output())).isEqualTo(usual);
  }

  @Test
  void meetsATwinOfAnotherShapeInOneFinding() throws IOException {
    evaluate("samples");

    List<JsonNode> roles =
        findings().stream().filter(f -> f.path("rule").asText().equals("APP-ROLE-01")).toList();
    assertThat(roles).hasSize(1);
    assertThat(roles.get(0).path("events").findValuesAsText("source"))
        .containsExactly("samples/event-hub.jsonl", "samples/purview-export.csv");
  }

  @Test
  void quarantinesWhatItCannotReadAndGoesOn() throws IOException {
    Path log = folder.resolve("mixed.jsonl");
    List<String> lines = Files.readAllLines(Path.of("samples/key-vault.jsonl"));
    Files.writeString(log, lines.get(1) + "\n{\"half\": \n{\"odd\":1}\n" + lines.get(2) + "\n");

    assertThat(evaluate(log.toString())).isEqualTo(ExitCode.QUARANTINED);

    List<JsonNode> kept = lines(folder.resolve("quarantine.jsonl"));
    assertThat(kept).hasSize(2);
    assertThat(kept.get(0).path("reason").asText()).isEqualTo("MALFORMED_JSON");
    assertThat(kept.get(1).path("reason").asText()).isEqualTo("UNKNOWN_SHAPE");
    assertThat(kept.get(1).path("record").asLong()).isEqualTo(3);
    assertThat(findings()).hasSize(2);
  }

  @Test
  void refusesAPathThatIsNotThere() {
    assertThat(evaluate("sampels")).isEqualTo(ExitCode.REFUSED);
    assertThat(output()).doesNotExist();
  }

  @Test
  void endsWithOneWhenAskedToFail() {
    assertThat(evaluate("samples", "--fail-on", "high")).isEqualTo(ExitCode.FOUND);
  }

  @Test
  void countsExpiredCredentialsOnlyWithATime() throws IOException {
    assertThat(dispositionOfLifetime()).isEqualTo("alert");
    assertThat(dispositionOfLifetime("--now", "2030-01-01T00:00:00Z")).isEqualTo("informational");
  }

  @Test
  void judgesByAnEditedRuleInTheNextRun() throws IOException {
    Path pack = copyOfThePack();
    Path rule = pack.resolve("drl/applications/APP-OWNER-01-new-owner.drl");
    Files.writeString(rule, Files.readString(rule).replace("@risk(\"Medium\")", "@risk(\"High\")"));

    evaluate("samples", "--rules", pack.toString());

    assertThat(findings())
        .filteredOn(finding -> finding.path("rule").asText().equals("APP-OWNER-01"))
        .isNotEmpty()
        .allSatisfy(finding -> assertThat(finding.path("risk").asText()).isEqualTo("high"));
  }

  @Test
  void letsAPackAddARowOnAnyActivity() throws IOException {
    Path pack = copyOfThePack();
    Files.writeString(
        pack.resolve("drl/applications/USR-DEPT-01-department.drl"),
        """
        package rules.users.dept01;
        import dev.appwatch.model.AuditEvent;
        global dev.appwatch.evaluate.Findings findings;

        rule "USR-DEPT-01 user updated"
          @id("USR-DEPT-01")
          @row("99")
          @title("User updated")
          @risk("Low")
          @source("Microsoft Entra audit logs")
          @attack("T1098")
          @summary("{actor} did: {what}")
          @why("an example")
          @falsePositives("all")
          @response("none")
        when
          $event : AuditEvent( operation == "update user", succeeded == true )
        then
          findings.raise(drools.getRule(), $event);
        end
        """);

    evaluate("samples", "--rules", pack.toString());

    assertThat(findings())
        .filteredOn(finding -> finding.path("rule").asText().equals("USR-DEPT-01"))
        .singleElement()
        .satisfies(
            finding ->
                assertThat(finding.path("summary").asText())
                    .isEqualTo("ada.admin@contoso.com did: Update user"));
  }

  @Test
  void aRuleThatBreaksOnARecordHarmsThatRecordAlone() throws IOException {
    Path pack = copyOfThePack();
    Path rule = pack.resolve("drl/applications/AUTH-ROPC-01-ropc-flow.drl");
    Files.writeString(
        rule,
        Files.readString(rule)
            .replace("flow == \"ropc\",", "flow == \"ropc\", basis.header.id.length() > 3,"));
    Path log = folder.resolve("log.jsonl");
    String line = Files.readAllLines(Path.of("samples/event-hub.jsonl")).get(1);
    Files.writeString(
        log, line.replaceAll("\"id\": *\"5b000000[^\"]*\", *", "") + "\n" + line + "\n");

    assertThat(evaluate(log.toString(), "--rules", pack.toString()))
        .isEqualTo(ExitCode.QUARANTINED);

    assertThat(lines(folder.resolve("quarantine.jsonl")))
        .isNotEmpty()
        .allSatisfy(
            kept ->
                assertThat(kept.path("reason").asText())
                    .isEqualTo(QuarantineReason.EVALUATION_FAILED.name()));
    assertThat(rules(findings())).contains("APP-ROLE-01", "AUTH-ROPC-01");
  }

  @Test
  void refusesABrokenRuleAndWritesNothing() throws IOException {
    Path pack = copyOfThePack();
    Path rule = pack.resolve("drl/applications/APP-OWNER-01-new-owner.drl");
    Files.writeString(rule, Files.readString(rule).replace("byCreation == false", "byCreation =="));

    assertThat(evaluate("samples", "--rules", pack.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(output()).doesNotExist();
  }

  private String dispositionOfLifetime(String... options) throws IOException {
    List<String> all = new ArrayList<>(List.of("samples/applications.json"));
    all.addAll(List.of(options));
    evaluate(all.toArray(String[]::new));
    return findings().get(0).path("disposition").asText();
  }

  private Path copyOfThePack() throws IOException {
    Path pack = folder.resolve("pack");
    PackCopy.into(pack);
    return pack;
  }

  private int evaluate(String... arguments) {
    List<String> all = new ArrayList<>(List.of("evaluate", "--format", "jsonl"));
    all.addAll(List.of("-o", output().toString()));
    all.addAll(List.of("--quarantine", folder.resolve("quarantine.jsonl").toString()));
    all.addAll(List.of(arguments));
    return Main.run(all.toArray(String[]::new));
  }

  private Path output() {
    return folder.resolve("findings.jsonl");
  }

  private List<JsonNode> findings() throws IOException {
    return lines(output());
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private static List<String> rules(List<JsonNode> findings) {
    return findings.stream().map(finding -> finding.path("rule").asText()).distinct().toList();
  }
}
