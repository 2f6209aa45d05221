package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.StoredQuarantine;
import dev.appwatch.store.Totals;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped routes, on real files and with real requests. */
final class HubTest {

  @TempDir private static Path folder;

  private static final AtomicInteger NEXT = new AtomicInteger(1);
  private static final List<String> DELIVERED = Collections.synchronizedList(new ArrayList<>());
  private static final AtomicInteger REFUSALS = new AtomicInteger(2);

  private static HttpServer webhook;
  private static RunningHub hub;

  @BeforeAll
  static void start() throws Exception {
    webhook = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    webhook.createContext(
        "/",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean refused = REFUSALS.getAndDecrement() > 0;
          if (!refused) {
            DELIVERED.add(body);
          }
          exchange.sendResponseHeaders(refused ? 500 : 204, -1);
          exchange.close();
        });
    webhook.start();
    hub =
        new RunningHub(
            folder,
            Map.of(
                "appwatch.webhook.enabled",
                "true",
                "appwatch.webhook.url",
                "http://127.0.0.1:" + webhook.getAddress().getPort() + "/alerts"));
  }

  @AfterAll
  static void stop() {
    hub.close();
    webhook.stop(0);
  }

  @Test
  void answersOnceFindingsAreKept() throws Exception {
    int first = NEXT.getAndAdd(3);

    HttpResponse<String> answer =
        hub.client().post(AuditRecords.lines(first, 3) + "{\"broken\":\n");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().strip())
        .isEqualTo("{\"accepted\":4,\"evaluated\":3,\"quarantined\":1}");
    assertThat(recordIds()).containsAll(AuditRecords.ids(first, 3));
    assertThat(hub.store().check()).isEmpty();
  }

  @Test
  void readsGzip() throws Exception {
    int first = NEXT.getAndAdd(2);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(AuditRecords.lines(first, 2).getBytes(StandardCharsets.UTF_8));
    }

    HttpResponse<String> answer =
        hub.client()
            .post(
                Sent.NEXT_TOKEN,
                packed.toByteArray(),
                "Content-Encoding",
                "gzip",
                "Content-Type",
                "application/x-ndjson; charset=utf-8");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(recordIds()).containsAll(AuditRecords.ids(first, 2));
  }

  @Test
  void aRequestUnderAKnownKeyIsNotCountedTwice() throws Exception {
    String body = AuditRecords.lines(NEXT.getAndAdd(2), 2);
    String first = hub.client().post(body, "Idempotency-Key", "k-1").body();
    long received = received("http");

    String again = hub.client().post(body, "Idempotency-Key", "k-1").body();

    assertThat(again).isEqualTo(first);
    assertThat(received("http")).isEqualTo(received);
  }

  @Test
  void refusesWhoeverHasNoToken() throws Exception {
    long received = received("http");
    byte[] body = AuditRecords.lines(1, 1).getBytes(StandardCharsets.UTF_8);

    for (String token : List.of("", "wrong", "first-toke", "first-token2")) {
      HttpResponse<String> answer = hub.client().post(token, body);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).doesNotContain("token2").doesNotContain("\tat ");
    }

    assertThat(received("http")).isEqualTo(received);
  }

  @Test
  void refusesBeforeTheBodyIsRead() throws Exception {
    String answer =
        raw("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\nonly this");

    assertThat(answer).startsWith("HTTP/1.1 401");
  }

  @Test
  void refusesOtherTypesMethodsAndSizes() throws Exception {
    assertThat(hub.client().post("<x/>", "Content-Type", "application/xml").statusCode())
        .isEqualTo(415);
    assertThat(hub.client().post("{}", "Content-Encoding", "br").statusCode()).isEqualTo(415);
    assertThat(hub.client().post("x".repeat(100_001)).statusCode()).isEqualTo(413);
    assertThat(raw("GET /v1/events HTTP/1.1\r\nHost: x\r\n" + authorized() + "\r\n"))
        .startsWith("HTTP/1.1 405");
    assertThat(
            raw(
                "POST /v1/events HTTP/1.1\r\nHost: x\r\nX-Long: "
                    + "x".repeat(20_000)
                    + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431");
  }

  @Test
  void refusesABodyOfUnknownLengthThatIsTooLong() throws Exception {
    String chunk = "2710\r\n" + "x".repeat(10_000) + "\r\n";

    String answer =
        raw(
            "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + authorized()
                + "Transfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(12)
                + "0\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void nobodySteersTheRouterByHeaders() throws Exception {
    for (String header :
        List.of(
            "CamelHttpResponseCode",
            "cAmElHttpResponseCode",
            "AppwatchKey",
            "org.apache.camel.x")) {
      HttpResponse<String> answer = hub.client().post("{}", header, "599");
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().map()).doesNotContainKey(header);
    }
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(90_000);

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aFileEndsInDoneOnceItIsKept() throws Exception {
    int first = NEXT.getAndAdd(50);
    drop("audit-a.jsonl", AuditRecords.lines(first, 50));

    RunningHub.until("the file is done", () -> ended("done", "audit-a.jsonl"));

    assertThat(recordIds()).containsAll(AuditRecords.ids(first, 50));
    try (Stream<Path> files = Files.list(hub.inbox())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void aFileOfWhichNothingCanBeJudgedEndsInFailed() throws Exception {
    drop("noise.json", "this is no log\nnor is this\n");

    RunningHub.until("the file is set aside", () -> ended("failed", "noise.json"));

    assertThat(hub.store().check()).isEmpty();
  }

  @Test
  void aWebhookThatIsDownMissesNothing() throws Exception {
    int first = NEXT.getAndAdd(4);
    hub.client().post(AuditRecords.lines(first, 4));

    RunningHub.until(
        "every alert was delivered",
        () ->
            AuditRecords.ids(first, 4).stream()
                .allMatch(id -> DELIVERED.stream().anyMatch(body -> body.contains(id))));
    List<String> own =
        DELIVERED.stream()
            .flatMap(body -> AuditRecords.ids(first, 4).stream().filter(id -> body.contains(id)))
            .toList();

    assertThat(own).containsExactlyElementsOf(AuditRecords.ids(first, 4));
    assertThat(REFUSALS.get()).isNegative();
  }

  @Test
  void findingsAreWrittenToAFileOfTheDay() throws Exception {
    int first = NEXT.getAndAdd(2);
    hub.client().post(AuditRecords.lines(first, 2));

    RunningHub.until(
        "the findings are in the file",
        () -> {
          try (Stream<Path> files = Files.walk(folder.resolve("findings"))) {
            return files
                .filter(Files::isRegularFile)
                .anyMatch(
                    file ->
                        AuditRecords.ids(first, 2).stream()
                            .allMatch(id -> read(file).contains(id)));
          } catch (java.io.IOException e) {
            return false;
          }
        });
  }

  @Test
  void anEmptyFileIsDoneWith() throws Exception {
    Path file = hub.inbox().resolve("empty.jsonl");
    Files.createFile(file);

    RunningHub.until("the file is taken", () -> !Files.exists(file));
  }

  /** A crash may leave half a line, which must not spoil the next one. */
  @Test
  void endsALineThatACrashTore(@TempDir Path data) throws Exception {
    Path findings = Files.createDirectory(data.resolve("findings"));
    Path today = findings.resolve("findings-%s.jsonl".formatted(LocalDate.now(ZoneOffset.UTC)));
    Files.writeString(today, "{\"id\":\"torn");
    try (RunningHub other = new RunningHub(data, Map.of())) {
      other.client().post(AuditRecords.lines(1, 3));

      RunningHub.until(
          "all are written", () -> other.store().figures().behind().getOrDefault("file", 1L) == 0);
    }

    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(findings)) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    assertThat(lines).startsWith("{\"id\":\"torn").hasSize(4);
    assertThat(lines.subList(1, 4)).allMatch(line -> line.startsWith("{\"") && line.endsWith("}"));
  }

  /** The threads of the server would all wait, and bodies pile up behind them. */
  @Test
  void moreThanCanBeInHandAreAskedToComeLater(@TempDir Path data) throws Exception {
    HttpOptions.Limits manyConnections = RunningHub.LIMITS.forEachClient(200, 10_000);
    try (RunningHub slow =
            new RunningHub(
                data, Map.of(), HttpTokens.from(() -> List.of(Sent.TOKEN)), manyConnections);
        Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve("appwatch.db"));
        Statement lock = database.createStatement()) {
      lock.execute("BEGIN IMMEDIATE"); // nobody else can write
      HttpClient client = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 1; i <= 80; i++) {
        answers.add(
            client.sendAsync(
                slow.client().request(AuditRecords.lines(i, 1)),
                HttpResponse.BodyHandlers.ofString()));
      }
      RunningHub.until(
          "some are sent away",
          () -> answers.stream().filter(CompletableFuture::isDone).count() >= 16);
      lock.execute("ROLLBACK");

      List<Integer> statuses = answers.stream().map(answer -> answer.join().statusCode()).toList();
      assertThat(statuses).contains(200, 429).containsOnly(200, 429);
      long taken = statuses.stream().filter(status -> status == 200).count();
      assertThat(slow.store().totals()).containsEntry("http", new Totals(taken, taken, 0));
    }
  }

  @Test
  void whileNothingCanBeKeptNothingIsTaken(@TempDir Path data) throws Exception {
    Path file;
    try (RunningHub broken = new RunningHub(data, Map.of())) {
      assertThat(broken.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
      broken.store().close();

      HttpResponse<String> answer = broken.client().post(AuditRecords.lines(2, 1));
      Path draft = Files.writeString(data.resolve("late.jsonl"), AuditRecords.lines(3, 5));
      file = Files.move(draft, broken.inbox().resolve("late.jsonl"));

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(file).exists();

    try (RunningHub repaired = new RunningHub(data, Map.of())) {
      RunningHub.until("the file is taken", () -> !Files.exists(file));

      assertThat(repaired.findings()).hasSize(6);
      assertThat(repaired.store().check()).isEmpty();
    }
  }

  @Test
  void tellsItsFigures() throws Exception {
    hub.client().post(AuditRecords.lines(NEXT.getAndAdd(1), 1) + "{\"broken\":\n");
    hub.hub().lags().tell("kafka", "audit/0", 3);
    Condition condition = new Condition();
    condition.worse("pack", "It was refused.");
    AtomicBoolean taking = new AtomicBoolean();
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ObserveServer observe = new ObserveServer(hub.hub(), condition, taking::get, anyPort)) {
      assertThat(get(observe.port(), "live")).isEqualTo("{\"status\":\"UP\"}\n");
      assertThat(get(observe.port(), "ready")).contains("DOWN");
      taking.set(true);
      assertThat(get(observe.port(), "ready")).contains("UP").contains("\"degraded\":[\"pack\"]");
      String figures = get(observe.port(), "metrics");
      assertThat(figures)
          .contains("events_total{result=\"evaluated\",source=\"http\"} 0.0")
          .contains("quarantined_total{reason=\"MALFORMED_JSON\"} 0.0")
          .contains("quarantine_waiting{reason=\"MALFORMED_JSON\"} ")
          .contains(
              "findings_kept{disposition=\"alert\",reason=\"OFF_HOURS\",risk=\"high\","
                  + "rule=\"APP-CRED-01\"}")
          .contains("event_age_seconds{source=\"http\"}")
          .contains("records_unaccounted{source=\"http\"} 0.0")
          .contains("ruleset_info{digest=\"sha256:")
          .contains("sink_behind{sink=\"file\"}")
          .contains("degraded 1.0");
      Set<String> told = new HashSet<>(DeployFilesTest.FIGURES);
      told.remove("changefeed_age_seconds"); // of a hub that has no feed
      assertThat(figures.lines().map(line -> line.replaceAll("^# TYPE (\\w+) .*", "$1")))
          .containsAll(told);

      hub.client().post(AuditRecords.lines(NEXT.getAndAdd(2), 2) + "{\"broken\":\n");

      assertThat(get(observe.port(), "metrics"))
          .contains("events_total{result=\"evaluated\",source=\"http\"} 2.0")
          .contains("received_total{source=\"http\"} 3.0")
          .contains("quarantined_total{reason=\"MALFORMED_JSON\"} 1.0")
          .contains(
              "findings_total{disposition=\"alert\",reason=\"OFF_HOURS\",risk=\"high\","
                  + "rule=\"APP-CRED-01\"} 2.0");

      judgeAllThatWaits();
      assertThat(get(observe.port(), "metrics")).doesNotContain("quarantine_waiting{");
      hub.client().post("{\"broken again\":\n");
      assertThat(get(observe.port(), "metrics"))
          .contains("quarantined_total{reason=\"MALFORMED_JSON\"} 2.0");
    }
  }

  /** As after an update of the program that understands more. */
  private static void judgeAllThatWaits() {
    List<StoredQuarantine> waiting = new ArrayList<>();
    hub.store().quarantine().forEach(false, waiting::add);
    Instant now = Instant.now();
    for (StoredQuarantine record : waiting) {
      Outcome judged =
          new Outcome(
              record.intake(),
              null,
              new Totals(1, 1, 0),
              List.of(),
              List.of(),
              List.of(),
              List.of(),
              now);
      assertThat(hub.store().quarantine().judged(record, judged, ChangeRegister.NONE)).isTrue();
    }
  }

  @Test
  void leavesNoThreadOfItsServerBehind(@TempDir Path other) {
    Set<Thread> before = eventLoops();
    try (RunningHub stopped = new RunningHub(other, Map.of())) {
      assertThat(eventLoops()).as("of %s", stopped).hasSizeGreaterThan(before.size());
    }

    RunningHub.until("they have ended", () -> before.containsAll(eventLoops()));
  }

  private static Set<Thread> eventLoops() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("vert.x-eventloop"))
        .collect(Collectors.toSet());
  }

  private static String get(int port, String what) throws Exception {
    return java.net.http.HttpClient.newHttpClient()
        .send(
            java.net.http.HttpRequest.newBuilder(
                    java.net.URI.create("http://127.0.0.1:" + port + "/observe/" + what))
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return "";
    }
  }

  private static String authorized() {
    return "Authorization: Bearer " + Sent.TOKEN + "\r\n";
  }

  private static String raw(String request) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(90_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      InputStream in = socket.getInputStream();
      byte[] start = new byte[12];
      int read = in.readNBytes(start, 0, start.length);
      return new String(start, 0, read, StandardCharsets.ISO_8859_1);
    }
  }

  private static void drop(String name, String content) throws Exception {
    Path draft = Files.writeString(folder.resolve(name), content);
    Files.move(draft, hub.inbox().resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static boolean ended(String where, String name) {
    try (Stream<Path> files = Files.list(hub.inbox().resolve(where))) {
      return files.anyMatch(file -> file.getFileName().toString().endsWith("-" + name));
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static long received(String intake) {
    return hub.store().totals().containsKey(intake)
        ? hub.store().totals().get(intake).received()
        : 0;
  }

  private static Set<String> recordIds() {
    return RunningHub.recordIds(hub.findings());
  }
}
