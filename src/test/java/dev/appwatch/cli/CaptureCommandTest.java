package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.appwatch.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captures every finding of the samples, and looks for what must not be left of them. */
final class CaptureCommandTest {

  private static final String TENANT = "11111111-1111-4111-8111-111111111111";
  private static final Pattern OWN =
      Pattern.compile(
          "(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
              + "|[a-z0-9.]+@[a-z0-9.-]+\\.[a-z]+"
              + "|\\b\\d+\\.\\d+\\.\\d+\\.\\d+\\b"
              + "|\\b(?:contoso|fabrikam|invoice|ada|bob|kv-pay|finance)\\b");

  @TempDir private Path folder;

  @Test
  void everyFindingOfTheSamplesBecomesAScenarioThatPassesAndTellsNobody() throws IOException {
    Path findings = folder.resolve("findings.jsonl");
    assertThat(
            CommandRun.of(
                    "evaluate",
                    "samples",
                    "--tenant",
                    TENANT,
                    "--format",
                    "jsonl",
                    "-o",
                    findings.toString())
                .code())
        .isZero();
    Set<String> publicIds =
        new TreeSet<>(
            Files.readAllLines(Path.of("src/main/resources/dev/appwatch/scenario/public-ids.txt")));
    Set<String> originals = originals(publicIds);
    assertThat(originals).hasSizeGreaterThan(30).contains("ada.admin@contoso.com", "invoice");
    List<JsonNode> all = new ArrayList<>();
    for (String line : Files.readAllLines(findings)) {
      all.add(new ObjectMapper().readTree(line));
    }
    assertThat(all).hasSizeGreaterThan(10);

    for (JsonNode finding : all) {
      String id = finding.path("id").asText();
      Path file = folder.resolve(finding.path("rule").asText() + "-" + id + ".yaml");
      CommandRun run =
          CommandRun.of(
              "capture",
              id,
              "--events",
              "samples",
              "--tenant",
              TENANT,
              "--findings",
              findings.toString(),
              "-o",
              file.toString());

      assertThat(run.code()).as(run.err()).isZero();
      String text = Files.readString(file);
      JsonNode tree = new YAMLMapper().readTree(text);
      assertThat(Schemas.errors(Path.of("rules/schemas/scenarios.schema.json"), tree)).isEmpty();
      assertThat(expected(tree, finding)).isTrue();
      // the pool of made-up domains begins where the original's own are skipped
      Set<String> left = found(text);
      left.retainAll(originals);
      left.removeIf(value -> madeUp(value));
      assertThat(left).as(text).isEmpty();
      assertThat(CommandRun.of("test", file.toString()).code()).isZero();
    }
  }

  @Test
  void keepsWeekdayTimeOfDayAndOffset() throws IOException {
    Path log = folder.resolve("log.jsonl");
    Files.writeString(log, record("2026-03-01T02:40:12.1234567Z"));
    String id = idOf(log);

    CommandRun run = CommandRun.of("capture", id, "--events", log.toString());

    assertThat(run.code()).as(run.err()).isZero();
    Matcher time = Pattern.compile("activityDateTime: \"(.*?)Z\"").matcher(run.out());
    assertThat(time.find()).isTrue();
    LocalDateTime moved = LocalDateTime.parse(time.group(1));
    LocalDateTime then = LocalDateTime.parse("2026-03-01T02:40:12.1234567");
    assertThat(moved.toLocalTime()).isEqualTo(then.toLocalTime());
    assertThat(moved.getDayOfWeek()).isEqualTo(then.getDayOfWeek());
    assertThat(ChronoUnit.WEEKS.between(moved, then)).isBetween(8L, 400L);
    assertThat(run.out()).contains("OFF_HOURS");
  }

  @Test
  void putsOverThePackWhatItsListsSayOfTheRealOnes() throws IOException {
    Path pack = folder.resolve("pack");
    dev.appwatch.PackCopy.into(pack);
    Files.writeString(
        pack.resolve("reference/automation-identities.csv"),
        "id,name,operations,note\naaaaaaaa-0000-4000-8000-000000000001,Ada,*,the real Ada\n");
    Path log = Files.writeString(folder.resolve("log.jsonl"), record("2026-03-04T10:00:00Z"));
    Path findings = folder.resolve("findings.jsonl");
    CommandRun.of(
        "evaluate",
        log.toString(),
        "--rules",
        pack.toString(),
        "--format",
        "jsonl",
        "-o",
        findings.toString());
    JsonNode finding = new ObjectMapper().readTree(Files.readAllLines(findings).get(0));

    CommandRun run =
        CommandRun.of(
            "capture",
            finding.path("id").asText(),
            "--events",
            log.toString(),
            "--rules",
            pack.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("automation-identities")
        .doesNotContain("OUTSIDE_WORKFLOW")
        .doesNotContain("the real Ada");
  }

  @Test
  void writesNothingWhenTheOutcomeCanNotBeKept() throws IOException {
    Path log = Files.writeString(folder.resolve("log.jsonl"), record("2026-03-04T10:00:00Z"));
    Path findings = folder.resolve("findings.jsonl");
    CommandRun.of("evaluate", log.toString(), "--format", "jsonl", "-o", findings.toString());
    String line = Files.readAllLines(findings).get(0);
    Files.writeString(findings, line.replace("\"OUTSIDE_WORKFLOW\"", "\"UNUSUAL_TYPE\"") + "\n");
    Path file = folder.resolve("captured.yaml");

    CommandRun run =
        CommandRun.of(
            "capture",
            new ObjectMapper().readTree(line).path("id").asText(),
            "--events",
            log.toString(),
            "--findings",
            findings.toString(),
            "-o",
            file.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.err()).contains("reasons [").contains("Maybe");
    assertThat(file).doesNotExist();
  }

  @Test
  void refusesAFindingThatIsNotThere() {
    CommandRun run = CommandRun.of("capture", "00000000", "--events", "samples");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("no finding (00000000)").contains("Maybe");
  }

  private static String record(String time) {
    return """
        {"id":"Directory_7d0d2a52-0000-4000-8000-000000000001_A1B2C_4711","activityDisplayName":"Update application – Certificates and secrets management ","activityDateTime":"%s","category":"ApplicationManagement","loggedByService":"Core Directory","result":"success","correlationId":"7d0d2a52-0000-4000-8000-000000000001","initiatedBy":{"user":{"id":"aaaaaaaa-0000-4000-8000-000000000001","userPrincipalName":"ada@contoso.com","ipAddress":"203.0.113.9"}},"targetResources":[{"id":"eeeeeeee-0000-4000-8000-000000000005","displayName":"Invoice Sync","type":"Application","modifiedProperties":[{"displayName":"KeyDescription","oldValue":"[]","newValue":"[\\"[KeyIdentifier=k2,KeyType=Password,KeyUsage=Verify,DisplayName=build]\\"]"}]}],"additionalDetails":[{"key":"AppId","value":"dddddddd-0000-4000-8000-000000000004"}]}
        """
        .formatted(time);
  }

  private String idOf(Path log) throws IOException {
    Path findings = folder.resolve("of.jsonl");
    CommandRun.of("evaluate", log.toString(), "--format", "jsonl", "-o", findings.toString());
    return new ObjectMapper()
        .readTree(Files.readAllLines(findings).get(0))
        .path("id")
        .asText()
        .substring(0, 8);
  }

  private static boolean expected(JsonNode tree, JsonNode finding) {
    for (JsonNode one : tree.at("/scenarios/0/expect")) {
      if (one.path("rule").equals(finding.path("rule"))
          && one.path("risk").equals(finding.path("risk"))
          && one.path("disposition").equals(finding.path("disposition"))
          && one.path("reasons").equals(finding.path("reasons"))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> originals(Set<String> publicIds) throws IOException {
    Set<String> originals = new TreeSet<>();
    try (var files = Files.list(Path.of("samples"))) {
      for (Path file : files.toList()) {
        originals.addAll(found(Files.readString(file)));
      }
    }
    originals.removeAll(publicIds);
    return originals;
  }

  private static Set<String> found(String text) {
    Set<String> found = new TreeSet<>();
    Matcher own = OWN.matcher(text);
    while (own.find()) {
      found.add(own.group().toLowerCase(Locale.ROOT));
    }
    return found;
  }

  /** The samples are made up themselves: their values may be made up again for another one. */
  private static boolean madeUp(String value) {
    return value.startsWith("aaaaaaaa-0000-4000-8000-")
        || value.equals("fabrikam")
        || value.startsWith("192.0.2.")
        || value.startsWith("198.51.100.")
        || value.startsWith("203.0.113.");
  }
}
