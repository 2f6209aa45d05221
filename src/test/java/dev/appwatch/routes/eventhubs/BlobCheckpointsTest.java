package dev.appwatch.routes.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.appwatch.routes.Azurite;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by Azure Blob Storage as Azurite speaks it; skipped where npm is missing. */
final class BlobCheckpointsTest extends CheckpointStoreContract {

  private static @Nullable Azurite azurite;

  @BeforeAll
  static void start() throws Exception {
    azurite = Azurite.start();
  }

  @AfterAll
  static void stop() {
    if (azurite != null) {
      azurite.close();
    }
  }

  @Override
  CheckpointStore store() {
    return store("checkpoints");
  }

  @Test
  void makesTheContainerWhenItIsMissing() {
    CheckpointStore fresh = store("fresh");

    fresh.listOwnership(NAMESPACE, "hub", "$default").collectList().block();

    BlobContainerClient container =
        new BlobContainerClientBuilder()
            .connectionString(Objects.requireNonNull(azurite).connectionString())
            .containerName("fresh")
            .buildClient();
    assertThat(container.exists()).isTrue();
  }

  private static CheckpointStore store(String container) {
    String connection = Objects.requireNonNull(azurite).connectionString();
    return CheckpointStores.blob(new CheckpointOptions(true, connection, "", container));
  }
}
