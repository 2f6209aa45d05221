package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route from Kafka, against a real broker with TLS and a connection string. */
final class KafkaTest {

  private static final int MESSAGES = Integer.getInteger("appwatch.messages", 300);
  private static final int KILLS = Integer.getInteger("appwatch.hubKills", 1);
  private static final int IN_A_MESSAGE = 3;
  private static final int RECORDS = MESSAGES * IN_A_MESSAGE;

  @TempDir private static Path folder;

  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void losesNothingWhenItIsKilled(@TempDir Path data) throws Exception {
    broker.makeTopic("audit", 4);
    broker.send("audit", messages(1));
    Map<String, String> environment = broker.environment("audit");

    try (Store store = RunningHub.openStore(data)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        long some = (long) RECORDS * kill / (KILLS + 2);
        try (ServiceProcess first = ServiceProcess.start(data, broker.trust(), environment)) {
          RunningHub.until("some records are kept", () -> evaluated(store) > some);
          first.kill();
          first.awaitEnd();
        }
      }
      broker.send("audit", List.of("{\"broken\":", "no JSON at all"));

      try (ServiceProcess second = ServiceProcess.start(data, broker.trust(), environment)) {
        RunningHub.until("all records are kept", () -> evaluated(store) >= RECORDS);
        RunningHub.until(
            "what is broken is in quarantine", () -> store.quarantine().waiting() == 2);
        RunningHub.until("all are kept", () -> recordIds(store).containsAll(ids(1)));
        assertThat(second.figures())
            .contains("source_lag{partition=\"audit/0\",source=\"kafka\"} 0.0")
            .contains("source_lag{partition=\"audit/3\",source=\"kafka\"} 0.0");
        assertThat(second.terminate()).isIn(0, 143);
        assertThat(second.log()).doesNotContain(Broker.SECRET).doesNotContain("c2VjcmV0");
      }
      assertThat(store.check()).isEmpty();
      assertThat(RunningHub.findings(store)).hasSize(RECORDS);
    }
  }

  @Test
  void twoProcessesShareTheWorkAndTheStore(@TempDir Path one, @TempDir Path other)
      throws Exception {
    broker.makeTopic("shared", 4);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Map<String, String> environment = new TreeMap<>(broker.environment("shared"));
      environment.put("APPWATCH_DB", url);
      try (ServiceProcess first = ServiceProcess.start(one, broker.trust(), environment);
          ServiceProcess second = ServiceProcess.start(other, broker.trust(), environment);
          Store store = RunningHub.openStore(url)) {
        broker.send("shared", messages(500_000));
        RunningHub.until("some records are kept", () -> evaluated(store) > MESSAGES / 2);
        first.kill();

        RunningHub.until("all records are kept", () -> evaluated(store) >= RECORDS);
        RunningHub.until("all are kept", () -> recordIds(store).containsAll(ids(500_000)));
        assertThat(second.terminate()).isIn(0, 143);
        assertThat(store.check()).isEmpty();
        assertThat(RunningHub.findings(store)).hasSize(RECORDS);
      }
    }
  }

  /** Camel's usual way would go on behind what was fetched and not handed out. */
  @Test
  void readsAgainWhatAPollThatFailedHadFetched(@TempDir Path data) throws Exception {
    broker.makeTopic("failing", 2);
    broker.send("failing", messages(800_000));
    Path routes = Files.createDirectory(data.resolve("routes"));
    String shipped = Files.readString(Path.of("routes/kafka.camel.yaml"));
    Files.writeString(
        routes.resolve("kafka.camel.yaml"),
        shipped
            .replace(ByteArrayDeserializer.class.getName(), FailsForAWhile.class.getName())
            .replace("steps:", "  maxPollRecords: 20\n      steps:"));
    FailsForAWhile.LEFT.set(MESSAGES / 2);

    try (RunningHub hub = new RunningHub(data, routes, broker.routeProperties("failing"))) {
      RunningHub.until("all are kept", () -> recordIds(hub.store()).containsAll(ids(800_000)));

      assertThat(FailsForAWhile.LEFT.get()).isNegative();
      assertThat(hub.store().check()).isEmpty();
      assertThat(hub.findings()).hasSize(RECORDS);
    }
  }

  /**
   * Fails for a while at one record, as anything within a poll may. Kafka tells of it only once it
   * has no others to hand out, and tries again before that.
   */
  public static final class FailsForAWhile implements Deserializer<byte[]> {
    static final AtomicInteger LEFT = new AtomicInteger();
    private static final int TIMES = 15;

    public FailsForAWhile() {}

    @Override
    public byte[] deserialize(String topic, byte[] data) {
      int left = LEFT.getAndDecrement();
      if (left <= 0 && left > -TIMES) {
        throw new SerializationException("It can't be read for a moment.");
      }
      return data;
    }
  }

  @Test
  void goesOnOnceTheBrokerTakesItsSecret(@TempDir Path data) throws Exception {
    broker.makeTopic("rotated", 1);
    broker.send("rotated", List.of(AuditRecords.lines(900_000, 1)));
    Path secret = Files.writeString(data.resolve("secret"), "of last month");
    Map<String, String> environment = new TreeMap<>(broker.environment("rotated"));
    environment.remove("APPWATCH_KAFKA_PASSWORD");
    environment.put("APPWATCH_KAFKA_PASSWORD_FILE", secret.toString());
    environment.put("APPWATCH_REFRESH", "1");

    try (ServiceProcess service = ServiceProcess.start(data, broker.trust(), environment);
        Store store = RunningHub.openStore(data)) {
      RunningHub.until("that it ended is told", () -> service.lines("kafka.camel.yaml ended") > 0);
      assertThat(service.ready()).contains("routes");
      assertThat(evaluated(store)).isZero();
      Files.delete(secret);
      RunningHub.until(
          "that it can't be started is told", () -> service.lines("could not be started") > 0);
      assertThat(service.ready()).contains("routes");
      Files.writeString(secret, Broker.SECRET);

      RunningHub.until("the record is kept", () -> evaluated(store) == 1);
      RunningHub.until("nothing is wrong any more", () -> isWell(service));
    }
  }

  private static boolean isWell(ServiceProcess service) {
    try {
      return service.ready().contains("\"degraded\":[]");
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> messages(int first) {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      messages.add(
          AuditRecords.lines(first + i * IN_A_MESSAGE, IN_A_MESSAGE)
              .lines()
              .collect(Collectors.joining(",", "{\"records\":[", "]}")));
    }
    return messages;
  }

  private static Set<String> ids(int first) {
    return Set.copyOf(AuditRecords.ids(first, RECORDS));
  }

  private static long evaluated(Store store) {
    return RunningHub.totals(store, "kafka").evaluated();
  }

  private static Set<String> recordIds(Store store) {
    return RunningHub.recordIds(RunningHub.findings(store));
  }
}
