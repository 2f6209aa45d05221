package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
