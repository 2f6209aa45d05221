package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.store.ConsumerGroup;
import dev.appwatch.store.PartitionCheckpoint;
import dev.appwatch.store.PartitionOwner;
import dev.appwatch.store.Store;
import dev.appwatch.store.Totals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped route from Event Hubs over AMQP, in this process, against a stand-in. */
final class EventHubsTest {

  static final ConsumerGroup GROUP =
      new ConsumerGroup("127.0.0.1", EventHubStandIn.HUB, "$default");
  private static final Duration SOON = Duration.ofSeconds(15);

  @TempDir private Path data;

  private final AtomicInteger next = new AtomicInteger(1);

  @Test
  void whatCannotBeKeptHoldsItsPartitionBackAndNoOther() throws Exception {
    RunningHub.openStore(data).close();
    RunningHub.sql(
        data,
        "CREATE TRIGGER full BEFORE INSERT ON quarantine BEGIN SELECT RAISE(FAIL, 'full'); END");
    try (EventHubStandIn standIn = new EventHubStandIn(8, null)) {
      for (int partition = 0; partition < 8; partition++) {
        standIn.append(partition, messages(2));
        standIn.append(partition, partition == 3 ? List.of("{\"broken\":") : messages(1));
        standIn.append(partition, messages(2));
      }
      try (RunningHub hub = start(standIn)) {
        RunningHub.until(
            "all other partitions are done",
            () -> IntStream.range(0, 8).filter(p -> checkpoint(hub, p) == 4).count() == 7);

        assertThat(checkpoint(hub, 3)).isLessThan(2);
        assertThat(hub.store().quarantine().waiting()).isZero();
        assertThat(figures(hub)).contains(lag(3, 3)).contains(lag(2, 0)).contains(lag(7, 0));

        RunningHub.sql(data, "DROP TRIGGER full");
        RunningHub.until("the partition goes on", () -> checkpoint(hub, 3) == 4);

        assertThat(hub.store().quarantine().waiting()).isEqualTo(1);
        assertThat(hub.findings()).hasSize(39);
        assertThat(hub.store().check()).isEmpty();
        assertThat(figures(hub)).contains(lag(3, 0));
      }
    }
  }

  /** The client opens a partition anew while the batch of the former reading still waits. */
  @Test
  void aPartitionThatIsOpenedAnewWhileABatchWaitsSkipsNothing() throws Exception {
    RunningHub.openStore(data).close();
    RunningHub.sql(
        data,
        "CREATE TRIGGER full BEFORE INSERT ON quarantine BEGIN SELECT RAISE(FAIL, 'full'); END");
    try (EventHubStandIn standIn = new EventHubStandIn(1, null);
        RunningHub hub = start(standIn)) {
      standIn.append(0, messages(1));
      RunningHub.until("the first is taken", () -> checkpoint(hub, 0) == 0);
      standIn.append(0, List.of("{\"broken\":"));
      RunningHub.until("the second waits", () -> figures(hub).contains(lag(0, 1)));
      int before = standIn.subscriptions();
      standIn.cut();
      RunningHub.until("it is opened anew", () -> standIn.subscriptions() > before);
      standIn.append(0, messages(20));

      RunningHub.sql(data, "DROP TRIGGER full");
      RunningHub.until("all are taken", () -> checkpoint(hub, 0) == 21);
      RunningHub.until("the rest is kept", () -> hub.findings().size() == 21);

      assertThat(hub.store().quarantine().waiting()).isEqualTo(1);
      assertThat(hub.store().check()).isEmpty();
    }
  }

  @Test
  void aQuietPartitionIsCheckpointedBesideABusyOne() throws Exception {
    try (EventHubStandIn standIn = new EventHubStandIn(2, null);
        RunningHub hub = start(standIn)) {
      standIn.append(0, messages(1));
      standIn.append(1, messages(1));

      RunningHub.until(
          "the quiet partition has its checkpoint",
          () -> {
            standIn.append(0, messages(1));
            return checkpoint(hub, 1) == 0;
          });

      standIn.append(0, messages(1));
      RunningHub.until("the busy one goes on", () -> checkpoint(hub, 0) > 0);
    }
  }

  @Test
  void connectionsThatBreakAreMadeAgain() throws Exception {
    try (EventHubStandIn standIn = new EventHubStandIn(3, null);
        RunningHub hub = start(standIn)) {
      everywhere(standIn, 3);
      RunningHub.until("all are taken", () -> hub.findings().size() == 3);

      standIn.cut();
      everywhere(standIn, 3);
      Instant cut = Instant.now();
      RunningHub.until("all are taken again", () -> hub.findings().size() == 6);

      Duration pause = Duration.between(cut, Instant.now());
      System.out.printf("Event Hubs: taken again %s after connections broke%n", pause);
      assertThat(pause).isLessThan(SOON);
      assertThat(hub.store().check()).isEmpty();
    }
  }

  @Test
  void whatIsStoppedGivesItsPartitionsUpAndNothingComesTwice() throws Exception {
    try (EventHubStandIn standIn = new EventHubStandIn(3, null)) {
      everywhere(standIn, 3);
      try (RunningHub hub = start(standIn)) {
        RunningHub.until("all are taken", () -> hub.findings().size() == 3);
      }

      try (Store store = RunningHub.openStore(data)) {
        assertThat(store.partitions().checkpoints(GROUP))
            .extracting(PartitionCheckpoint::sequence)
            .containsExactly(0L, 0L, 0L);
        assertThat(store.partitions().owners(GROUP))
            .hasSize(3)
            .extracting(PartitionOwner::owner)
            .containsOnly("");
      }

      everywhere(standIn, 3);
      try (RunningHub hub = start(standIn)) {
        RunningHub.until("all are taken", () -> hub.findings().size() == 6);

        assertThat(hub.store().totals())
            .containsEntry("eventhubs/" + EventHubStandIn.HUB, new Totals(6, 6, 0));
      }
    }
  }

  @Test
  void anEventWithoutBytesHoldsNothingUp() throws Exception {
    try (EventHubStandIn standIn = new EventHubStandIn(1, null);
        RunningHub hub = start(standIn)) {
      standIn.append(0, new AmqpValue("a text"));
      standIn.append(0, messages(1));

      RunningHub.until("both are taken", () -> checkpoint(hub, 0) == 1);

      assertThat(hub.findings()).hasSize(1);
    }
  }

  private RunningHub start(EventHubStandIn standIn) {
    return new RunningHub(data, Path.of("routes"), properties(), secrets(standIn));
  }

  static Map<String, String> properties() {
    return new TreeMap<>(
        Map.of(
            "appwatch.eventhubs.enabled", "true", "appwatch.eventhubs.hubs", EventHubStandIn.HUB));
  }

  static Map<String, String> secrets(EventHubStandIn standIn) {
    return new TreeMap<>(Map.of("APPWATCH_EVENTHUBS_CONNECTION", standIn.connectionString()));
  }

  private void everywhere(EventHubStandIn standIn, int partitions) {
    IntStream.range(0, partitions).forEach(partition -> standIn.append(partition, messages(1)));
  }

  /** Makes messages with one record each, no two of which are the same. */
  private List<String> messages(int count) {
    return IntStream.range(0, count)
        .mapToObj(any -> AuditRecords.lines(next.getAndIncrement(), 1))
        .map(line -> line.lines().collect(Collectors.joining(",", "{\"records\":[", "]}")))
        .toList();
  }

  /** Returns the last sequence number that is done, -1 for none. */
  static long checkpoint(RunningHub hub, int partition) {
    for (PartitionCheckpoint checkpoint : hub.store().partitions().checkpoints(GROUP)) {
      Long sequence = checkpoint.sequence();
      if (checkpoint.partition().equals(String.valueOf(partition)) && sequence != null) {
        return sequence;
      }
    }
    return -1;
  }

  private static String lag(int partition, int waiting) {
    return "source_lag{partition=\"%s/%d\",source=\"eventhubs\"} %d.0"
        .formatted(EventHubStandIn.HUB, partition, waiting);
  }

  private static String figures(RunningHub hub) {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (ObserveServer observe =
        new ObserveServer(hub.hub(), new Condition(), () -> true, anyPort)) {
      URI address = URI.create("http://127.0.0.1:" + observe.port() + "/observe/metrics");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
