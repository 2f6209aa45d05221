package dev.appwatch.routes.eventhubs;

import com.azure.core.amqp.AmqpTransportType;
import java.time.Duration;
import java.util.List;

/**
 * How event hubs are read.
 *
 * @param hubs the names of the event hubs, all of one namespace
 * @param connectionString of the namespace or hub, a secret; empty where an identity is used
 * @param namespace the host name of the namespace, for an identity
 * @param endpoint another address to connect to, such as that of a gateway; empty for none
 * @param group the consumer group
 * @param transport AMQP, or AMQP over web sockets (port 443)
 * @param batch most events before a checkpoint, at least 1
 * @param batchWait longest time until events that came are handed out and a checkpoint is made
 * @param prefetch how many events of a partition are fetched ahead, 1 to 8000
 * @param balance how often claims of partitions are renewed and shared out anew
 * @param expiry after which time without renewal a partition may be taken over; several times
 *     {@code balance}
 * @param checkpoints where checkpoints are kept
 */
record EventHubsOptions(
    List<String> hubs,
    String connectionString,
    String namespace,
    String endpoint,
    String group,
    AmqpTransportType transport,
    int batch,
    Duration batchWait,
    int prefetch,
    Duration balance,
    Duration expiry,
    CheckpointOptions checkpoints) {

  EventHubsOptions {
    hubs = List.copyOf(hubs);
  }

  /** Refuses what can't work, once the route is to start. */
  void check() {
    if (connectionString.isEmpty() == namespace.isEmpty()) {
      throw new IllegalArgumentException(
          "Event hubs %s need a connection string or a namespace, and not both.%n    Maybe set APPWATCH_EVENTHUBS_CONNECTION, or appwatch.eventhubs.namespace to use a managed identity."
              .formatted(hubs));
    }
    if (hubs.isEmpty()) {
      throw new IllegalArgumentException(
          "No event hub is named.%n    Maybe set appwatch.eventhubs.hubs.".formatted());
    }
    if (batch < 1 || prefetch < 1 || prefetch > 8_000) {
      throw new IllegalArgumentException(
          "batch (%d) must be at least 1, and prefetch (%d) from 1 to 8000."
              .formatted(batch, prefetch));
    }
    if (batchWait.isNegative() || batchWait.isZero() || balance.isNegative() || balance.isZero()) {
      throw new IllegalArgumentException(
          "batchWait (%s) and balance (%s) must be longer than nothing."
              .formatted(batchWait, balance));
    }
    if (expiry.compareTo(balance.multipliedBy(3)) < 0) {
      throw new IllegalArgumentException(
          "expiry (%s) must be at least three times balance (%s).%n    Maybe partitions would wander between processes."
              .formatted(expiry, balance));
    }
    if (checkpoints.blob()
        && checkpoints.connectionString().isEmpty() == checkpoints.account().isEmpty()) {
      throw new IllegalArgumentException(
          "Checkpoints in blobs need a connection string or the address of the account, and not both.%n    Maybe set APPWATCH_EVENTHUBS_BLOB_CONNECTION, or appwatch.eventhubs.blob.account."
              .formatted());
    }
  }

  /** Never shows a secret. */
  @Override
  public String toString() {
    return "%s of %s, checkpoints in %s"
        .formatted(hubs, namespace.isEmpty() ? "a connection string" : namespace, checkpoints);
  }
}
