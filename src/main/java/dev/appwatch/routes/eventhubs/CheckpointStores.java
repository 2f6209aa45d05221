package dev.appwatch.routes.eventhubs;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.checkpointstore.blob.BlobCheckpointStore;
import com.azure.storage.blob.BlobContainerAsyncClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.appwatch.routes.Hub;

/** Makes what keeps checkpoints and claims of partitions. */
final class CheckpointStores {

  private CheckpointStores() {}

  static CheckpointStore of(CheckpointOptions options, Hub hub) {
    return options.blob()
        ? blob(options)
        : new StoreCheckpoints(hub.store().partitions(), hub.clock());
  }

  static CheckpointStore blob(CheckpointOptions options) {
    BlobContainerClientBuilder builder =
        new BlobContainerClientBuilder().containerName(options.container());
    if (options.connectionString().isEmpty()) {
      builder.endpoint(options.account()).credential(new DefaultAzureCredentialBuilder().build());
    } else {
      try {
        builder.connectionString(options.connectionString());
      } catch (IllegalArgumentException e) {
        // without its cause, whose words may quote the secret
        throw new IllegalArgumentException(
            "The connection string of the storage account can't be used.%n    Maybe it misses AccountName, AccountKey or BlobEndpoint."
                .formatted());
      }
    }
    BlobContainerAsyncClient container = builder.buildAsyncClient();
    return new MadeContainer(container, new BlobCheckpointStore(container));
  }
}
