package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Finding;
import dev.appwatch.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route from Event Hubs over AMQP in processes that are killed. */
final class EventHubsKillTest {

  private static final int MESSAGES = Integer.getInteger("appwatch.messages", 300);
  private static final int KILLS = Integer.getInteger("appwatch.hubKills", 1);
  private static final int IN_A_MESSAGE = 3;
  private static final int PARTITIONS = 4;
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir private Path folder;

  @Test
  void losesNothingWhenItIsKilled() throws Exception {
    TestKeys keys = TestKeys.in(folder);
    Path data = Files.createDirectory(folder.resolve("data"));
    try (EventHubStandIn standIn = new EventHubStandIn(PARTITIONS, keys.options())) {
      Map<String, String> environment = environment(standIn);
      for (int kill = 0; kill < KILLS; kill++) {
        int before = kept(data).size();
        send(standIn, sent(2 * kill), sent(2 * kill + 1));
        try (ServiceProcess first = ServiceProcess.start(data, keys.trust(), environment)) {
          RunningHub.until("some records are kept", () -> kept(data).size() > before);
          send(standIn, sent(2 * kill + 1), sent(2 * kill + 2));
          first.kill();
          first.awaitEnd();
        }
      }
      standIn.append(0, List.of("{\"broken\":"));
      standIn.append(1, List.of("no JSON at all"));
      int before = kept(data).size();
      assertThat(before).isLessThan(MESSAGES * IN_A_MESSAGE);

      Instant start = Instant.now();
      try (ServiceProcess second = ServiceProcess.start(data, keys.trust(), environment)) {
        Instant ready = Instant.now();
        RunningHub.until("it goes on", () -> kept(data).size() > before);
        Instant on = Instant.now();
        System.out.printf(
            "Event Hubs: killed at %d of %d records; went on %s after the start, %s after it was"
                + " ready%n",
            before,
            MESSAGES * IN_A_MESSAGE,
            Duration.between(start, on),
            Duration.between(ready, on));
        assertThat(Duration.between(ready, on)).isLessThan(SOON);

        RunningHub.until("all records are kept", () -> kept(data).containsAll(ids()));
        RunningHub.until("what is broken is in quarantine", () -> waiting(data) == 2);
        assertThat(second.terminate()).isIn(0, 143);
        assertThat(second.log()).doesNotContain(EventHubStandIn.KEY).doesNotContain("c2VjcmV0");
      }
    }

    try (Store store = RunningHub.openStore(data)) {
      assertThat(store.check()).isEmpty();
      List<Finding> findings = RunningHub.findings(store);
      assertThat(findings).hasSize(MESSAGES * IN_A_MESSAGE);
      assertThat(findings.stream().map(Finding::id)).doesNotHaveDuplicates();
    }
  }

  @Test
  void twoProcessesShareThePartitionsAndTheStore() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        EventHubStandIn standIn = new EventHubStandIn(PARTITIONS, null)) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      Map<String, String> environment = environment(standIn);
      environment.put("APPWATCH_DB", url);
      try (ServiceProcess first =
              ServiceProcess.start(folder.resolve("one"), List.of(), environment);
          ServiceProcess second =
              ServiceProcess.start(folder.resolve("other"), List.of(), environment);
          Store store = RunningHub.openStore(url)) {
        RunningHub.until("both read", () -> owners(store) == 2);
        send(standIn, 0, MESSAGES / 2);
        RunningHub.until("some records are kept", () -> !recordIds(store).isEmpty());
        send(standIn, MESSAGES / 2, MESSAGES);
        first.kill();

        RunningHub.until("all records are kept", () -> recordIds(store).containsAll(ids()));
        assertThat(second.terminate()).isIn(0, 143);
        assertThat(store.check()).isEmpty();
        assertThat(RunningHub.findings(store)).hasSize(MESSAGES * IN_A_MESSAGE);
      }
    }
  }

  /** Returns the environment of a service that reads the hub. */
  static Map<String, String> environment(EventHubStandIn standIn) {
    return new TreeMap<>(
        Map.of(
            "APPWATCH_EVENTHUBS_ENABLED",
            "true",
            "APPWATCH_EVENTHUBS_HUBS",
            EventHubStandIn.HUB,
            "APPWATCH_EVENTHUBS_CONNECTION",
            standIn.connectionString()));
  }

  /** Returns how many messages were sent after so many of the times that some are sent. */
  private static int sent(int times) {
    return (int) ((long) MESSAGES * times / (2L * KILLS));
  }

  private static long owners(Store store) {
    return store.partitions().owners(EventHubsTest.GROUP).stream()
        .map(claim -> claim.owner())
        .filter(owner -> !owner.isEmpty())
        .distinct()
        .count();
  }

  /** Sends messages from a number to another, in turns to all partitions. */
  private static void send(EventHubStandIn standIn, int from, int to) {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      List<String> messages = new ArrayList<>();
      for (int i = from + partition; i < to; i += PARTITIONS) {
        messages.add(
            AuditRecords.lines(1 + i * IN_A_MESSAGE, IN_A_MESSAGE)
                .lines()
                .collect(Collectors.joining(",", "{\"records\":[", "]}")));
      }
      standIn.append(partition, messages);
    }
  }

  private static Set<String> ids() {
    return Set.copyOf(AuditRecords.ids(1, MESSAGES * IN_A_MESSAGE));
  }

  private static Set<String> kept(Path data) {
    try (Store store = RunningHub.openStore(data)) {
      return recordIds(store);
    }
  }

  private static Set<String> recordIds(Store store) {
    return RunningHub.recordIds(RunningHub.findings(store));
  }

  private static long waiting(Path data) {
    try (Store store = RunningHub.openStore(data)) {
      return store.quarantine().waiting();
    }
  }
}
