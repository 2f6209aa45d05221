package dev.appwatch.routes.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept by the store of one process. */
final class SqliteCheckpointsTest extends CheckpointStoreContract {

  @TempDir private Path folder;
  private Store store;

  @BeforeEach
  void open() {
    store =
        Store.open(
            new StoreAddress("jdbc:sqlite:" + folder.resolve("appwatch.db"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Override
  CheckpointStore store() {
    return new StoreCheckpoints(store.partitions(), Clock.systemUTC());
  }
}
