package dev.appwatch.routes.eventhubs;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by the store that processes share. */
final class PostgresqlCheckpointsTest extends CheckpointStoreContract {

  private static EmbeddedPostgres server;
  private static Store store;

  @BeforeAll
  static void start() throws Exception {
    server = EmbeddedPostgres.builder().start();
    store =
        Store.open(
            new StoreAddress(server.getJdbcUrl("postgres", "postgres"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
    server.close();
  }

  @Override
  CheckpointStore store() {
    return new StoreCheckpoints(store.partitions(), Clock.systemUTC());
  }

  @Test
  void aClockThatIsWrongTakesNobodysPartitionAway() {
    Clock fast = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));
    CheckpointStore other = new StoreCheckpoints(store.partitions(), fast);
    PartitionOwnership claim =
        new PartitionOwnership()
            .setFullyQualifiedNamespace(NAMESPACE)
            .setEventHubName("clocks")
            .setConsumerGroup("$default")
            .setPartitionId("0")
            .setOwnerId("one");
    store().claimOwnership(List.of(claim)).blockLast();

    PartitionOwnership seen =
        requireNonNull(other.listOwnership(NAMESPACE, "clocks", "$default").blockFirst());

    assertThat(fast.millis() - seen.getLastModifiedTime()).isLessThan(60_000);
  }
}
