package dev.appwatch.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.cli.CommandRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A running service that is fed secrets and texts that would be commands elsewhere: no secret
 * leaves it, and no text is obeyed.
 */
@Timeout(240)
final class LogSafetyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Secrets of the service, and secrets that somebody left in records. */
  private static final Map<String, String> CANARIES =
      new TreeMap<>(
          Map.of(
              "bearer token", "canary-token-0123456789abcdef",
              "wrong token", "canary-wrong-0123456789abcdef",
              "password of Kafka", "Y2FuYXJ5LWthZmth",
              "password of the webhook", "canary-webhook-pw",
              "header of the webhook", "canary-webhook-header",
              "client secret", "cAn8Q~canarycanarycanarycanarycanary01234",
              "connection string", "Y2FuYXJ5LXN0b3JhZ2Uta2V5",
              "token within a record", "eyJjYW5hcnkiOiJjYW5hcnkifQ.eyJjYW5hcnkiOjF9.canary",
              "password in an address", "canary-pw-of-uri"));

  private static final Path MARK = Path.of("/tmp/appwatch-was-here");

  private static final List<String> COMMANDS =
      List.of(
          "${jndi:ldap://127.0.0.1:1/a}",
          "{{secret:APPWATCH_HTTP_TOKENS}}",
          "{{env:APPWATCH_HTTP_TOKENS}}",
          "${env.APPWATCH_HTTP_TOKENS}",
          "${sys.user.home}",
          "${bean:hub}",
          "${exec:touch " + MARK + "}",
          "${camelContext.stop}",
          "#{T(java.lang.Runtime)}",
          "%d %msg %replace");

  private static final String NEWLINE =
      "a\r\n{\"level\":\"INFO\",\"message\":\"all is good\"}\nappwatch: serving";

  @TempDir private static Path data;
  private static ServiceProcess service;
  private static String observed;
  private static final StringBuilder ANSWERS = new StringBuilder();

  @BeforeAll
  static void feed() throws Exception {
    Files.deleteIfExists(MARK);
    String closed = "127.0.0.1:" + RunningHub.freePort();
    service =
        ServiceProcess.start(
            data,
            List.of(),
            Map.of(
                "APPWATCH_LOG",
                "json",
                "APPWATCH_HTTP_TOKENS",
                CANARIES.get("bearer token"),
                "APPWATCH_KAFKA_ENABLED",
                "true",
                "APPWATCH_KAFKA_BROKERS",
                closed,
                "APPWATCH_KAFKA_PASSWORD",
                "Endpoint=sb://x/;SharedAccessKey=" + CANARIES.get("password of Kafka"),
                "APPWATCH_WEBHOOK_ENABLED",
                "true",
                "APPWATCH_WEBHOOK_URL",
                "http://user:" + CANARIES.get("password of the webhook") + "@" + closed + "/a",
                "APPWATCH_WEBHOOK_AUTHORIZATION",
                CANARIES.get("header of the webhook")));
    String own = canary("bearer token");
    String records = records();
    post(own, records);
    post(own, records + "{\"secret\":\"" + CANARIES.get("client secret") + "\",\n");
    post(own, "{\"id\":\"" + NEWLINE.replace("\"", "\\\"") + "\"}");
    post(canary("wrong token"), records);
    try (Wire wire = new Wire(service.port())) {
      ANSWERS.append(
          wire.say("POST /v1/events?access_token=" + own + " HTTP/1.1\r\nHost: x\r\n\r\n")
              .hearOut());
    }
    Path draft = Files.createDirectories(data.resolve("draft"));
    for (int i = 0; i < COMMANDS.size(); i++) {
      String name = name(i);
      Files.writeString(draft.resolve(name), i == 0 ? records : AuditRecords.lines(900 + i, 1));
      Files.move(draft.resolve(name), data.resolve("inbox").resolve(name));
    }
    Files.writeString(draft.resolve("a\nb.json"), "broken\n");
    Files.move(draft.resolve("a\nb.json"), data.resolve("inbox").resolve("a\nb.json"));
    RunningHub.until("every file was taken", () -> names("done").size() == COMMANDS.size());
    RunningHub.until("the broken one was set aside", () -> names("failed").size() == 1);
    Matcher port = Pattern.compile("observed at port (\\d+)").matcher(service.log());
    assertThat(port.find()).isTrue();
    observed = "http://127.0.0.1:" + port.group(1) + "/observe/";
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static String name(int i) {
    return COMMANDS.get(i).replace('/', '_') + ".json";
  }

  private static String canary(String name) {
    return requireNonNull(CANARIES.get(name));
  }

  private static void post(String token, String body) throws Exception {
    ANSWERS.append(
        new Sent(service.port()).post(token, body.getBytes(StandardCharsets.UTF_8)).body());
  }

  /** Records whose every text holds secrets, or what would be a command elsewhere. */
  private static String records() throws IOException {
    StringBuilder lines = new StringBuilder();
    List<String> texts = new ArrayList<>(COMMANDS);
    texts.add(NEWLINE);
    texts.add("App " + CANARIES.get("client secret"));
    texts.add("DefaultEndpointsProtocol=https;AccountKey=" + CANARIES.get("connection string"));
    texts.add("Authorization: Bearer " + CANARIES.get("token within a record"));
    texts.add("https://ada:" + CANARIES.get("password in an address") + "@contoso.com/");
    texts.add("Bearer " + CANARIES.get("bearer token"));
    for (int i = 0; i < texts.size(); i++) {
      ObjectNode record = (ObjectNode) JSON.readTree(AuditRecords.record(i));
      ObjectNode target = (ObjectNode) record.path("targetResources").get(0);
      target.put("displayName", texts.get(i));
      ((ObjectNode) target.path("modifiedProperties").get(0))
          .put("oldValue", "[]")
          .put("newValue", "[\"[KeyType=Password,DisplayName=" + texts.get(i) + "]\"]");
      ((ObjectNode) record.path("initiatedBy").path("user")).put("userPrincipalName", texts.get(i));
      lines.append(record).append('\n');
    }
    return lines.toString();
  }

  private static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(data.resolve("inbox").resolve(folder))) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void holdsNoCanary(String what, String text) {
    CANARIES.forEach(
        (name, canary) -> assertThat(text).as("%s within %s", name, what).doesNotContain(canary));
  }

  @Test
  void everyEntryOfTheLogIsOneLineOfJson() throws IOException {
    RunningHub.until("a sink that is down was told of", () -> service.log().contains("webhook"));

    for (String line : service.log().lines().toList()) {
      JsonNode entry = JSON.readTree(line);
      assertThat(entry.path("level").asText()).as(line).isNotEmpty();
      assertThat(entry.path("message").asText()).isNotEqualTo("all is good");
    }
  }

  @Test
  void noSecretIsInTheLogAndTheAnswers() {
    assertThat(ANSWERS.toString()).contains("\"quarantined\":1", "token");
    holdsNoCanary("the log", service.log());
    holdsNoCanary("the answers", ANSWERS.toString());
    assertThat(service.log()).contains("was refused: 401");
  }

  @Test
  void noSecretIsInTheFigures() throws Exception {
    for (String what : List.of("live", "ready", "metrics", "")) {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(observed + what)).build(),
                  HttpResponse.BodyHandlers.ofString());
      holdsNoCanary("/observe/" + what, answer.body() + answer.headers());
    }
  }

  @Test
  void noSecretIsInWhatCommandsShow() throws IOException {
    String folder = data.toString();
    Path export = data.resolve("export.jsonl");
    CommandRun list = CommandRun.of("findings", "list", "--data", folder);
    CommandRun exported =
        CommandRun.of("findings", "export", "--data", folder, "-o", export.toString());
    CommandRun waiting = CommandRun.of("quarantine", "list", "--data", folder);
    assertThat(list.out().lines().count()).isGreaterThanOrEqualTo(COMMANDS.size());
    assertThat(exported.code()).isZero();
    assertThat(waiting.out()).isNotEmpty();

    holdsNoCanary("findings list", list.out() + list.err());
    holdsNoCanary("findings export", Files.readString(export));
    holdsNoCanary("quarantine list", waiting.out() + waiting.err());
    for (String line : Files.readAllLines(export)) {
      String id = JSON.readTree(line).path("id").asText();
      holdsNoCanary("findings show", CommandRun.of("findings", "show", id, "--data", folder).out());
    }
  }

  @Test
  void noSecretIsInTheFilesOfTheSink() throws IOException {
    Path findings = data.resolve("findings");
    RunningHub.until(
        "findings are handed on",
        () -> {
          try (Stream<Path> files = Files.list(findings)) {
            return files.findAny().isPresent();
          } catch (IOException e) {
            return false;
          }
        });
    try (Stream<Path> files = Files.list(findings)) {
      for (Path file : files.toList()) {
        holdsNoCanary("findings/", Files.readString(file));
      }
    }
  }

  /** Records in quarantine and those that may be judged again are kept as they came. */
  @Test
  void noSecretIsInTheFindingsOfTheStore() throws Exception {
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("appwatch.db"));
        Statement statement = store.createStatement()) {
      for (String table : List.of("finding", "decision", "source_position", "total", "sink")) {
        StringBuilder all = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
          while (rows.next()) {
            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
              byte[] value = rows.getBytes(column);
              all.append(value == null ? "" : new String(value, StandardCharsets.UTF_8));
            }
          }
        }
        holdsNoCanary("the table " + table, all.toString());
      }
    }
  }

  @Test
  void whatLooksLikeACommandIsAName() throws IOException {
    List<String> done = names("done");
    for (int i = 0; i < COMMANDS.size(); i++) {
      String name = name(i);
      assertThat(done).filteredOn(taken -> taken.endsWith("-" + name)).as(name).hasSize(1);
    }
    assertThat(done).allMatch(name -> name.matches("(?s)\\d{8}T\\d{9}-.*"));
    assertThat(MARK).doesNotExist();
    String listed = CommandRun.of("findings", "list", "--data", data.toString()).out();
    assertThat(listed).contains(COMMANDS).doesNotContain(System.getProperty("user.home") + ".json");
    try (Stream<Path> files = Files.list(data)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .allMatch(
              name ->
                  name.startsWith("appwatch.")
                      || List.of(
                              "inbox",
                              "findings",
                              "changes",
                              "draft",
                              "service.log",
                              "export.jsonl")
                          .contains(name));
    }
  }
}
