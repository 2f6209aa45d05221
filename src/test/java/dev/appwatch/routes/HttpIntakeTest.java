package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The HTTP intake against whoever can reach its port. */
@Timeout(120)
final class HttpIntakeTest {

  private static final int UNKNOWN_CLIENTS = 1_000;
  private static final String RECORD = AuditRecords.lines(1, 1);

  private static final AtomicReference<List<String>> VALID =
      new AtomicReference<>(List.of(Sent.TOKEN));

  @TempDir private static Path folder;
  private static RunningHub hub;

  @BeforeAll
  static void start() throws Exception {
    Path routes = Files.createDirectories(folder.resolve("routes"));
    Files.copy(Path.of("routes/http.camel.yaml"), routes.resolve("http.camel.yaml"));
    Files.writeString(
        routes.resolve("broken.camel.yaml"),
        """
        - route:
            id: broken
            from:
              uri: platform-http:/v1/broken
              steps:
                - throwException:
                    exceptionType: java.lang.IllegalStateException
                    message: "secret inside"
        """);
    HttpTokens tokens = HttpTokens.from(VALID::get);
    hub =
        new RunningHub(
            folder,
            Map.of("appwatch.http.unpacked", "200000"),
            port -> new HttpOptions("127.0.0.1", port, tokens, "", "", "", RunningHub.LIMITS),
            routes);
  }

  @AfterAll
  static void stop() {
    hub.close();
  }

  private static long received() {
    return hub.store().totals().containsKey("http")
        ? hub.store().totals().get("http").received()
        : 0;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tokensChangeWithoutARestart() throws Exception {
    byte[] body = utf8(RECORD);
    try {
      VALID.set(List.of(Sent.TOKEN, Sent.NEXT_TOKEN));
      assertThat(hub.client().post(Sent.TOKEN, body).statusCode()).isEqualTo(200);
      assertThat(hub.client().post(Sent.NEXT_TOKEN, body).statusCode()).isEqualTo(200);

      VALID.set(List.of(Sent.NEXT_TOKEN));
      assertThat(hub.client().post(Sent.TOKEN, body).statusCode()).isEqualTo(401);
      assertThat(hub.client().post(Sent.NEXT_TOKEN, body).statusCode()).isEqualTo(200);

      VALID.set(List.of());
      assertThat(hub.client().post(Sent.NEXT_TOKEN, body).statusCode()).isEqualTo(401);
      assertThat(hub.client().post(" ", body).statusCode()).isEqualTo(401);
    } finally {
      VALID.set(List.of(Sent.TOKEN));
    }
  }

  @Test
  void whileTokensCantBeReadNoneIsValid() {
    HttpTokens tokens =
        HttpTokens.from(
            () -> {
              throw new IllegalStateException("no file");
            });
    HttpOptions options = new HttpOptions("127.0.0.1", 1, tokens, "", "", "", RunningHub.LIMITS);

    assertThat(options.certificateSuffices()).isFalse();
    assertThat(tokens.asked()).isTrue();
  }

  @Test
  void unknownClientsAreRefusedBeforeTheirBodiesAreRead() throws Exception {
    long before = received();
    String body = "x".repeat(64 * 1024);

    for (int i = 0; i < UNKNOWN_CLIENTS; i++) {
      try (Wire wire = new Wire(hub.port())) {
        wire.say(Wire.head("Content-Length: 90000").replaceAll("Authorization: .*\r\n", ""));
        assertThat(wire.status()).isEqualTo(401); // no byte of the body was sent
        if (i % 10 == 0) {
          wire.say(body);
        }
        if (i == 0) {
          assertThat(wire.hearOut()).containsIgnoringCase("connection: close");
        }
      }
    }

    assertThat(received()).isEqualTo(before);
  }

  static Stream<Arguments> disputed() {
    String chunked = "Transfer-Encoding: chunked";
    String none = "0\r\n\r\n";
    return Stream.of(
        Arguments.of("length and encoding", Wire.head("Content-Length: 5", chunked) + none),
        Arguments.of("encoding and length", Wire.head(chunked, "Content-Length: 5") + none),
        Arguments.of("encoding twice", Wire.head(chunked, chunked) + none),
        Arguments.of("encodings in one line", Wire.head("Transfer-Encoding: gzip, chunked") + none),
        Arguments.of("another encoding", Wire.head("Transfer-Encoding: xchunked") + none),
        Arguments.of("a quoted encoding", Wire.head("Transfer-Encoding: \"chunked\"") + none),
        Arguments.of("identity", Wire.head("Transfer-Encoding: identity") + none),
        Arguments.of("two lengths", Wire.head("Content-Length: 2", "Content-Length: 60") + "{}"),
        Arguments.of(
            "one length twice", Wire.head("Content-Length: 2", "Content-Length: 2") + "{}"),
        Arguments.of("lengths in one line", Wire.head("Content-Length: 2, 60") + "{}"),
        Arguments.of("a length with a sign", Wire.head("Content-Length: +2") + "{}"),
        Arguments.of("a negative length", Wire.head("Content-Length: -2") + "{}"),
        Arguments.of("a hexadecimal length", Wire.head("Content-Length: 0x2") + "{}"),
        Arguments.of("a folded header", Wire.head("X-A: b\r\n c", "Content-Length: 2") + "{}"),
        Arguments.of("a folded encoding", Wire.head("Transfer-Encoding:\r\n chunked") + none),
        Arguments.of("a tab that folds", Wire.head("X-A: b\r\n\tc", "Content-Length: 2") + "{}"),
        Arguments.of("a bare line feed", Wire.head("X-A: b\nContent-Length: 2") + "{}"),
        Arguments.of("a bare return", Wire.head("X-A: b\rX-B: c", "Content-Length: 2") + "{}"),
        Arguments.of("a blank before the colon", Wire.head("Content-Length : 2") + "{}"),
        Arguments.of(
            "a blank before the colon of an encoding", Wire.head("Transfer-Encoding : chunked")),
        Arguments.of("a zero byte", Wire.head("X-A: b\0c", "Content-Length: 2") + "{}"),
        Arguments.of("two hosts", Wire.head("Host: y", "Content-Length: 2") + "{}"),
        Arguments.of(
            "an encoding in HTTP/1.0",
            Wire.head("Content-Length: 2", chunked).replace("HTTP/1.1", "HTTP/1.0") + "{}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("disputed")
  void refusesARequestWhoseEndIsDisputed(String what, String request) throws Exception {
    long before = received();
    String smuggled = Wire.head("Content-Length: " + RECORD.length()) + RECORD;
    try (Wire whole = new Wire(hub.port());
        Wire cut = new Wire(hub.port())) {
      String answer = whole.say(request + smuggled).hearOut();
      int middle = request.length() * 3 / 4;
      cut.say(request.substring(0, middle)).say(request.substring(middle) + smuggled);

      assertThat(answer).containsPattern("^HTTP/1.[01] 400").containsOnlyOnce("HTTP/1.");
      assertThat(cut.hearOut()).containsPattern("^HTTP/1.[01] 400").containsOnlyOnce("HTTP/1.");
    }
    assertThat(received()).isEqualTo(before);
  }

  @Test
  void takesARequestThatIsClearHoweverItIsCut() throws Exception {
    String request = Wire.head("Content-Length: 2") + "{}";
    String chunked = Wire.head("Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\n\r\n";
    for (String text : List.of(request, chunked, request.replace("Host", "hOST"))) {
      for (int cut = 1; cut < text.length(); cut += 17) {
        try (Wire wire = new Wire(hub.port())) {
          wire.say(text.substring(0, cut)).say(text.substring(cut));
          assertThat(wire.status()).isEqualTo(200);
        }
      }
    }
  }

  static List<String> spellings() {
    List<String> names = new ArrayList<>();
    for (String name :
        List.of(
            "CamelHttpResponseCode",
            "CamelFileName",
            "CamelHttpUri",
            "org.apache.camel.Exchange",
            "AppwatchKey",
            "AppwatchFolder",
            "CamelBeanMethodName")) {
      names.add(name);
      names.add(name.toLowerCase(Locale.ROOT));
      names.add(name.toUpperCase(Locale.ROOT));
      names.add(name.replaceAll("(?<=[a-z])(?=[A-Z])", "_"));
      names.add(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
      names.add("_" + name);
    }
    names.add("cAmElFileName");
    names.add("org_apache_camel_Exchange");
    return List.copyOf(new LinkedHashSet<>(names));
  }

  @Test
  void noSpellingOfAHeaderSteersTheRouter() throws Exception {
    assertThat(spellings()).hasSizeGreaterThanOrEqualTo(40);
    for (String name : spellings()) {
      assertThat(HttpGuard.steers(name)).as(name).isTrue();
      long before = received();
      String request =
          Wire.head(name + ": 599 \t", "Connection: close", "Content-Length: " + RECORD.length());
      for (int i = 0; i < 2; i++) {
        try (Wire wire = new Wire(hub.port())) {
          assertThat(wire.say(request + RECORD).hearOut())
              .as(name)
              .startsWith("HTTP/1.1 200")
              .contains("{\"accepted\":1,\"evaluated\":1,\"quarantined\":0}")
              .doesNotContain("599");
        }
      }
      assertThat(received()).as(name).isEqualTo(before + 2);
    }
    assertThat(Stream.of("Content-Type", "Idempotency-Key", "Host")).noneMatch(HttpGuard::steers);
  }

  @Test
  void anAddressTakesNoParameters() throws Exception {
    long before = received();
    String request = Wire.head("Content-Length: " + RECORD.length()) + RECORD;
    List<String> requests = new ArrayList<>();
    for (String query :
        List.of(
            "?CamelHttpResponseCode=599",
            "?AppwatchKey=a",
            "?Idempotency-Key=a",
            "?access_token=" + Sent.TOKEN,
            "?")) {
      String asked = request.replace("/v1/events", "/v1/events" + query);
      requests.add(asked);
      requests.add(asked.replaceAll("Authorization: .*\r\n", ""));
    }

    List<String> answers = answers(requests);

    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i))
          .startsWith(i % 2 == 0 ? "HTTP/1.1 400" : "HTTP/1.1 401")
          .doesNotContain(Sent.TOKEN, "599");
    }
    assertThat(received()).isEqualTo(before);
  }

  /** Says each request on a connection of its own, and returns all that is answered. */
  private static List<String> answers(List<String> requests) throws Exception {
    List<Wire> wires = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    try {
      for (String request : requests) {
        wires.add(new Wire(hub.port()).say(request));
      }
      for (Wire wire : wires) {
        answers.add(wire.hearOut());
      }
    } finally {
      for (Wire wire : wires) {
        wire.close();
      }
    }
    return answers;
  }

  @Test
  void refusesOtherTypesAndEncodings() throws Exception {
    for (String type :
        List.of(
            "text/plain",
            "application/xml",
            "text/html",
            "multipart/form-data; boundary=a",
            "application/x-www-form-urlencoded",
            "application/x-java-serialized-object",
            "application/jsonx",
            "")) {
      assertThat(hub.client().post("{}", "Content-Type", type).statusCode())
          .as(type)
          .isEqualTo(415);
    }
    for (String encoding : List.of("br", "deflate", "zstd", "gzip, gzip", "x-gzip")) {
      assertThat(hub.client().post("{}", "Content-Encoding", encoding).statusCode())
          .as(encoding)
          .isEqualTo(415);
    }
  }

  @Test
  void refusesABodyThatIsTooLongOnceItIsUnpacked() throws Exception {
    long before = received();

    HttpResponse<String> bomb =
        hub.client().post(Sent.TOKEN, gzip(" ".repeat(5_000_000)), "Content-Encoding", "gzip");
    HttpResponse<String> unnamed = hub.client().post(Sent.TOKEN, gzip(" ".repeat(200_001)));
    HttpResponse<String> fits =
        hub.client()
            .post(Sent.TOKEN, gzip(RECORD + " ".repeat(100_000)), "Content-Encoding", "gzip");

    assertThat(bomb.statusCode()).isEqualTo(413);
    assertThat(unnamed.statusCode()).isEqualTo(413);
    assertThat(fits.statusCode()).isEqualTo(200);
    assertThat(received()).isEqualTo(before + 1);
  }

  private static byte[] gzip(String text) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(utf8(text));
    }
    return packed.toByteArray();
  }

  @Test
  void whatFailsInsideIsNotTold() throws Exception {
    try (Wire broken = new Wire(hub.port());
        Wire elsewhere = new Wire(hub.port())) {
      String head = Wire.head("Connection: close", "Content-Length: 2");
      String failed = broken.say(head.replace("events", "broken") + "{}").hearOut();
      String missing = elsewhere.say(head.replace("/v1/events", "/none") + "{}").hearOut();

      assertThat(failed).startsWith("HTTP/1.1 500");
      assertThat(missing)
          .startsWith("HTTP/1.1 404")
          .endsWith("{\"error\":\"There is nothing here.\"}\n");
      assertThat(failed + missing)
          .doesNotContain("secret inside", "Exception", "\tat ", "java.", "camel", "ertx", "<html");
    }
  }

  @Test
  void listsNothingAndSharesNothingWithPages() throws Exception {
    String page = Wire.head("Origin: https://fabrikam.com", "Access-Control-Request-Method: POST");
    List<String> requests =
        Stream.of(
                "GET / ",
                "GET /v1/ ",
                "GET /routes/ ",
                "GET /%2e%2e/ ",
                "OPTIONS /v1/events ",
                "TRACE / ",
                "CONNECT x:1 ",
                "PUT /v1/events ",
                "HEAD /observe/metrics ")
            .map(line -> page.replaceFirst("POST /v1/events ", line))
            .toList();

    assertThat(answers(requests))
        .allSatisfy(
            answer -> {
              assertThat(answer).containsPattern("^HTTP/1.1 (400|404|405)");
              assertThat(answer.toLowerCase(Locale.ROOT))
                  .doesNotContain("access-control", "<html", "server:", Sent.TOKEN);
            });
  }

  @Test
  void tooManyRequestsAreAskedToComeLater(@TempDir Path data) throws Exception {
    HttpOptions.Limits few =
        new HttpOptions.Limits(
            100_000,
            RunningHub.LIMITS.first(),
            RunningHub.LIMITS.idle(),
            RunningHub.LIMITS.whole(),
            1_024,
            5,
            3);
    HttpTokens tokens = HttpTokens.from(() -> List.of(Sent.TOKEN));
    try (RunningHub strict = new RunningHub(data, Map.of(), tokens, few)) {
      List<String> answers = new ArrayList<>();
      try (Wire wire = new Wire("127.0.0.4", strict.port())) {
        String request = Wire.head("Content-Length: 2") + "{}";
        answers.add(wire.say(String.join("", Collections.nCopies(40, request))).hearOut());
      }
      assertThat(answers.get(0)).contains("HTTP/1.1 200", "HTTP/1.1 429", "Retry-After: 1");

      aClientHasSoManyConnections(strict.port(), few.connections());
    }
  }

  private static void aClientHasSoManyConnections(int port, int most) throws Exception {
    String request = Wire.head("Content-Length: 2") + "{}";
    List<Wire> open = new ArrayList<>();
    try {
      for (int i = 0; i < most; i++) {
        open.add(new Wire("127.0.0.5", port));
      }
      try (Wire oneMore = new Wire("127.0.0.5", port);
          Wire neighbour = new Wire("127.0.0.6", port)) {
        assertThat(oneMore.hearOut()).isEmpty();
        assertThat(neighbour.say(request).status()).isEqualTo(200);
      }
      assertThat(open.get(0).say(request).status()).isEqualTo(200);
    } finally {
      for (Wire wire : open) {
        wire.close();
      }
    }
  }

  @Test
  void plainHttpIsForThisMachineAlone() {
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1", "contoso.com", "")) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> new HttpOptions(host, 1, HttpTokens.none(), "", "", "", RunningHub.LIMITS))
          .withMessageContaining("(" + host + ")")
          .withMessageContaining("Maybe");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new HttpOptions("::1", 1, HttpTokens.none(), "", "", "c.p12", RunningHub.LIMITS))
        .withMessageContaining("(c.p12)");
  }
}
