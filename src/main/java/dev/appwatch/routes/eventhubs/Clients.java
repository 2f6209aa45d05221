package dev.appwatch.routes.eventhubs;

import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.EventPosition;

/** Makes the clients that read event hubs. */
final class Clients {

  private Clients() {}

  /** Makes one that does not read yet. */
  static EventProcessorClient of(
      EventHubsOptions options, String hub, CheckpointStore store, Batches batches) {
    EventProcessorClientBuilder builder =
        new EventProcessorClientBuilder()
            .consumerGroup(options.group())
            .transportType(options.transport())
            .prefetchCount(options.prefetch())
            .checkpointStore(store)
            .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
            .loadBalancingUpdateInterval(options.balance())
            .partitionOwnershipExpirationInterval(options.expiry())
            .trackLastEnqueuedEventProperties(true)
            .initialPartitionEventPosition(partition -> EventPosition.earliest())
            .processPartitionInitialization(batches::opened)
            .processEventBatch(batches::take, options.batch(), options.batchWait())
            .processPartitionClose(batches::closed)
            .processError(batches::failed);
    if (!options.endpoint().isEmpty()) {
      builder.customEndpointAddress(options.endpoint());
    }
    if (options.connectionString().isEmpty()) {
      return builder
          .credential(options.namespace(), hub, new DefaultAzureCredentialBuilder().build())
          .buildEventProcessorClient();
    }
    try {
      return builder.connectionString(options.connectionString(), hub).buildEventProcessorClient();
    } catch (IllegalArgumentException e) {
      // without its cause, whose words may quote the secret
      throw new IllegalArgumentException(
          "The connection string can't be used for the event hub (%s).%n    Maybe it misses Endpoint, SharedAccessKeyName or SharedAccessKey, or its EntityPath names another hub."
              .formatted(hub));
    }
  }
}
