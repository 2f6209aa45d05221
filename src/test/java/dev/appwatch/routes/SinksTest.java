package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped sinks, each with a real receiver that is down at first or in between. */
final class SinksTest {

  private static final String NAME = "a|b\\\\c=d\\r\\nBcc: eve@evil.example\\r\\n\\r\\n<b>x</b>";

  private static final Duration TO_THE_NEXT = Duration.ofMillis(250);

  @TempDir private Path data;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  @AfterEach
  void close() throws Exception {
    while (!open.isEmpty()) {
      open.removeLast().close();
    }
  }

  @Test
  void aWebhookThatWasAwayThrottledFailedAndDawdledMissesNothing() throws Exception {
    int port = RunningHub.freePort();
    RunningHub hub =
        hub(
            Map.of(
                "appwatch.webhook.enabled", "true",
                "appwatch.webhook.timeout", "700",
                "appwatch.webhook.url", "http://127.0.0.1:" + port + "/"));
    deliver(hub.client(), 1, 6);
    RunningHub.until("the sink was tried", () -> hub.store().lastChange() >= 6);
    List<String> bodies = Collections.synchronizedList(new ArrayList<>());
    List<Instant> moments = Collections.synchronizedList(new ArrayList<>());
    StandIn webhook =
        keep(
            new StandIn(
                port,
                asked -> {
                  moments.add(Instant.now());
                  if (moments.size() == 1) {
                    return StandIn.Answer.status(429, Map.of("Retry-After", "3"));
                  }
                  if (moments.size() == 3) {
                    return StandIn.Answer.status(500, Map.of());
                  }
                  if (moments.size() == 5) {
                    Thread.currentThread().join(1_500);
                  }
                  bodies.add(asked.body());
                  return StandIn.Answer.status(204, Map.of());
                }));
    deliver(hub.client(), 7, 3);

    RunningHub.until("all came", () -> records(bodies).containsAll(AuditRecords.ids(1, 9)));

    assertThat(records(bodies).stream().distinct()).isEqualTo(AuditRecords.ids(1, 9));
    assertThat(Duration.between(moments.get(0), moments.get(1)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(webhook.asked().get(0).authorization()).isEqualTo("Bearer of-the-webhook");
  }

  /** The profile {@code stress} keeps it away for an hour. */
  @Test
  void aWebhookThatIsAwayForLongMissesNothingThoughTheServiceIsKilled() throws Exception {
    Duration away = Duration.ofSeconds(Integer.getInteger("appwatch.outage", 4));
    int port = RunningHub.freePort();
    Map<String, String> environment =
        Map.of(
            "APPWATCH_WEBHOOK_ENABLED",
            "true",
            "APPWATCH_WEBHOOK_URL",
            "http://127.0.0.1:" + port + "/");
    int sent = 0;
    for (Duration half : List.of(away.dividedBy(2), away.minus(away.dividedBy(2)))) {
      ServiceProcess killed = keep(ServiceProcess.start(data, List.of(), environment));
      Sent client = killed.client(); // each has connections of its own
      long end = System.nanoTime() + half.toNanos();
      while (System.nanoTime() < end) {
        deliver(client, sent + 1, 1);
        sent++;
        LockSupport.parkNanos(TO_THE_NEXT.toNanos()); // a rate, which the test does not wait for
      }
      killed.kill();
      killed.awaitEnd();
    }
    List<String> came = Collections.synchronizedList(new ArrayList<>());
    webhook(port, came);
    Instant back = Instant.now();
    keep(ServiceProcess.start(data, List.of(), environment));
    int all = sent;

    RunningHub.until("all came", () -> came.size() >= all);

    System.out.printf(
        "%d alerts waited for a webhook that was away for %s, sent %s after it was back%n",
        all, away, Duration.between(back, Instant.now()));
    assertThat(came).isEqualTo(AuditRecords.ids(1, all));
  }

  /** Or the same alerts would be sent twice a second until the disk is freed. */
  @Test
  void whileTheStoreTakesNothingNothingIsSentAgain() throws Exception {
    List<String> came = Collections.synchronizedList(new ArrayList<>());
    StandIn webhook = webhook(RunningHub.freePort(), came);
    RunningHub.openStore(data).close();
    RunningHub.sql(
        data,
        "CREATE TRIGGER full BEFORE UPDATE OF change_no ON sink WHEN NEW.name = 'webhook'"
            + " BEGIN SELECT RAISE(ABORT, 'full'); END");
    RunningHub hub =
        hub(
            Map.of(
                "appwatch.webhook.enabled",
                "true",
                "appwatch.webhook.url",
                "http://127.0.0.1:" + webhook.port() + "/"));
    deliver(hub.client(), 1, 3);
    RunningHub.until("all came", () -> came.size() >= 3);
    Instant end = Instant.now().plusSeconds(4);
    RunningHub.until("it had time to try again", () -> Instant.now().isAfter(end));
    assertThat(hub.store().figures().behind()).containsEntry("webhook", 3L);

    RunningHub.sql(data, "DROP TRIGGER full");
    deliver(hub.client(), 4, 2);
    RunningHub.until("the others came", () -> came.size() >= 5);

    RunningHub.until(
        "the store took it in",
        () -> hub.store().figures().behind().getOrDefault("webhook", 1L) == 0);
    assertThat(came).isEqualTo(AuditRecords.ids(1, 5));
  }

  /** Starts a webhook that takes every alert and notes the id of its record. */
  private StandIn webhook(int port, List<String> came) throws Exception {
    return keep(
        new StandIn(
            port,
            asked -> {
              came.add(record(asked.body()));
              return StandIn.Answer.status(204, Map.of());
            }));
  }

  /** Both may send; were they to do so at once, an alert would come twice, or out of order. */
  @Test
  void ofTwoServicesOnOneStoreOneServesASinkUntilItStops(@TempDir Path other) throws Exception {
    List<String> came = Collections.synchronizedList(new ArrayList<>());
    StandIn webhook = webhook(RunningHub.freePort(), came);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      Map<String, String> environment =
          Map.of(
              "APPWATCH_DB",
              postgres.getJdbcUrl("postgres", "postgres"),
              "APPWATCH_WEBHOOK_ENABLED",
              "true",
              "APPWATCH_WEBHOOK_URL",
              "http://127.0.0.1:" + webhook.port() + "/");
      ServiceProcess one = keep(ServiceProcess.start(data, List.of(), environment));
      ServiceProcess two = keep(ServiceProcess.start(other, List.of(), environment));
      for (int i = 1; i <= 20; i++) {
        deliver((i % 2 == 0 ? one : two).client(), i, 1);
      }
      RunningHub.until("all came", () -> came.size() >= 20);
      one.terminate();
      deliver(two.client(), 21, 10);
      RunningHub.until("the others came", () -> came.size() >= 30);
      two.terminate();
    }

    assertThat(came).isEqualTo(AuditRecords.ids(1, 30));
  }

  @Test
  void aBrokerThatWasAwayGetsWhatIsAboutOneApplicationInOrder(@TempDir Path folder)
      throws Exception {
    Broker broker = keep(new Broker(folder));
    broker.makeTopic("findings", 4);
    RunningHub hub =
        hub(
            Map.of(
                "appwatch.findings.kafka.enabled", "true",
                "appwatch.findings.kafka.topic", "findings",
                "appwatch.findings.kafka.security", "PLAINTEXT",
                "appwatch.findings.kafka.auth", "NONE",
                "appwatch.findings.kafka.brokers", broker.plainAddress()));
    deliver(hub.client(), 1, 6);
    RunningHub.until(
        "they were sent", () -> hub.store().figures().behind().getOrDefault("kafka", 1L) == 0);
    broker.close();
    deliver(hub.client(), 7, 6);
    broker.restart();

    Map<String, List<String>> byKey = new TreeMap<>();
    Map<String, Integer> partitions = new HashMap<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", broker.plainAddress(),
                "group.id", "test",
                "auto.offset.reset", "earliest"),
            new StringDeserializer(),
            new StringDeserializer())) {
      consumer.subscribe(List.of("findings"));
      RunningHub.until(
          "all came",
          () -> {
            for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
              byKey
                  .computeIfAbsent(record.key(), key -> new ArrayList<>())
                  .addAll(records(List.of(record.value())));
              assertThat(partitions.merge(record.key(), record.partition(), (a, b) -> b))
                  .isEqualTo(record.partition());
            }
            return byKey.values().stream().mapToInt(List::size).sum() >= 12;
          });
    }
    assertThat(byKey.keySet())
        .containsExactlyInAnyOrder(application(0), application(1), application(2));
    byKey.forEach(
        (key, ids) ->
            assertThat(ids.stream().distinct())
                .isEqualTo(
                    IntStream.rangeClosed(1, 12)
                        .filter(i -> application(i).equals(key))
                        .mapToObj(AuditRecords::id)
                        .toList()));
  }

  @Test
  void aCollectorThatWasAwayGetsEveryAlertOnceItListens() throws Exception {
    int port = RunningHub.freePort();
    RunningHub hub =
        hub(
            Map.of(
                "appwatch.findings.syslog.enabled", "true",
                "appwatch.findings.syslog.tls", "false",
                "appwatch.findings.syslog.server", "127.0.0.1:" + port));
    deliver(hub.client(), 1, 3);
    RunningHub.until("the sink was tried", () -> hub.store().lastChange() >= 3);
    Collector first = new Collector(port, null);
    RunningHub.until("the first came", () -> first.messages().size() >= 3);
    first.close();
    deliver(hub.client(), 4, 3);
    Collector second = keep(new Collector(port, null));

    RunningHub.until("the others came", () -> second.messages().size() >= 3);

    List<String> messages = new ArrayList<>(first.messages());
    messages.addAll(second.messages());
    assertThat(messages)
        .hasSize(6)
        .allMatch(message -> message.matches("<106>1 2026-\\S+ - appwatch - finding - CEF:0\\|.*"));
    assertThat(messages.get(0))
        .contains(
            "destinationServiceName=a|b\\\\c\\=d\\r\\nBcc: eve@evil.example\\r\\n\\r\\n<b>x</b> ");
  }

  @Test
  void aCollectorWithTlsGetsThemIfItIsTheOneThatWasNamed() throws Exception {
    TestKeys keys = TestKeys.in(data);
    Collector collector = keep(new Collector(0, keys));
    Map<String, String> before = new TreeMap<>();
    keys.trustProperties()
        .forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    try {
      RunningHub other = overTls("localhost:" + collector.port());
      deliver(other.client(), 1, 2);
      RunningHub.until("it connected twice", () -> collector.connections() > 1);
      assertThat(collector.messages()).as("the certificate is for 127.0.0.1").isEmpty();
      open.removeLast().close();

      overTls("127.0.0.1:" + collector.port());
      RunningHub.until("all came", () -> collector.messages().size() == 2);
    } finally {
      before.forEach(SinksTest::restore);
    }
  }

  private RunningHub overTls(String server) {
    return hub(
        Map.of(
            "appwatch.findings.syslog.enabled", "true", "appwatch.findings.syslog.server", server));
  }

  private static void restore(String name, String value) {
    if (value == null) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  @Test
  void alertsAreCollectedIntoOneMail() throws Exception {
    int port = RunningHub.freePort();
    RunningHub hub =
        hub(
            Map.of(
                "appwatch.findings.mail.enabled", "true",
                "appwatch.findings.mail.server", "smtp://127.0.0.1:" + port,
                "appwatch.findings.mail.starttls", "false",
                "appwatch.findings.mail.every", "4s",
                "appwatch.findings.mail.user", "appwatch",
                "appwatch.findings.mail.to", "soc@contoso.com"));
    deliver(hub.client(), 1, 5);
    RunningHub.until("the sink was tried", () -> hub.store().lastChange() >= 5);
    GreenMail server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.setUser("soc@contoso.com", "appwatch", "of-the-mail");
    server.start();
    open.addLast(server::stop);
    RunningHub.until("a mail came", () -> server.getReceivedMessages().length == 1);
    deliver(hub.client(), 6, 2);
    deliver(hub.client(), 8, 2);
    RunningHub.until("another came", () -> server.getReceivedMessages().length == 2);

    MimeMessage first = server.getReceivedMessages()[0];
    MimeMessage second = server.getReceivedMessages()[1];
    assertThat(first.getSubject()).isEqualTo("Appwatch: 5 alerts, the worst is high");
    assertThat(second.getSubject()).isEqualTo("Appwatch: 4 alerts, the worst is high");
    assertThat(first.getHeader("Bcc")).isNull();
    assertThat(first.getAllRecipients()).hasSize(1);
    assertThat(Collections.list(first.getAllHeaderLines()))
        .noneMatch(
            line ->
                line.contains("evil")
                    || line.contains("Appwatch-")
                    || line.startsWith("AppwatchChange"));
    assertThat(first.getContentType()).startsWith("text/plain");
    String text = String.valueOf(first.getContent());
    assertThat(text).contains("<b>x</b>").contains("a|b\\c=d\\u000d\\u000aBcc: eve@evil.example");
    assertThat(GreenMailUtil.getBody(second)).isNotEmpty();
  }

  private RunningHub hub(Map<String, String> properties) {
    return keep(
        new RunningHub(
            data,
            properties,
            Map.of(
                "APPWATCH_WEBHOOK_AUTHORIZATION", "Bearer of-the-webhook",
                "APPWATCH_FINDINGS_MAIL_PASSWORD", "of-the-mail")));
  }

  private <T extends AutoCloseable> T keep(T resource) {
    open.addLast(resource);
    return resource;
  }

  /** Delivers alerts one by one, in turn about three applications. */
  private static void deliver(Sent client, int first, int count) throws Exception {
    for (int i = first; i < first + count; i++) {
      String record =
          AuditRecords.record(i)
              .replace(
                  "\"targetResources\":[{\"id\":\"%08d-0000-4000-8000-000000000001\"".formatted(i),
                  "\"targetResources\":[{\"id\":\"" + application(i) + "\"")
              .replace(
                  "\"AppId\",\"value\":\"%08d-0000-4000-8000-000000000001\"".formatted(i),
                  "\"AppId\",\"value\":\"" + application(i) + "\"")
              .replace("Invoice Sync", NAME)
              .replace("02:40:12Z", "02:4%d:12Z".formatted(i % 10));
      assertThat(client.post(record).statusCode()).isEqualTo(200);
    }
  }

  private static String application(int number) {
    return "dddddddd-0000-4000-8000-%012d".formatted(number % 3);
  }

  private static List<String> records(List<String> bodies) {
    synchronized (bodies) {
      return bodies.stream().map(SinksTest::record).collect(Collectors.toList());
    }
  }

  private static String record(String body) {
    return body.replaceAll("(?s).*\"id\":\"(Directory_\\d+)\".*", "$1");
  }
}
