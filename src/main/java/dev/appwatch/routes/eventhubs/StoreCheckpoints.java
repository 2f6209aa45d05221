package dev.appwatch.routes.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import dev.appwatch.store.ConsumerGroup;
import dev.appwatch.store.PartitionCheckpoint;
import dev.appwatch.store.PartitionOwner;
import dev.appwatch.store.Partitions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Checkpoints and claims in the store of the service.
 *
 * <p>The client compares the time of a claim with its own clock. So it is told how old a claim is
 * by the clock of the database, counted back from its own: clocks that differ take nobody's
 * partitions away.
 */
final class StoreCheckpoints implements CheckpointStore {

  private final Partitions partitions;
  private final Clock clock;

  StoreCheckpoints(Partitions partitions, Clock clock) {
    this.partitions = partitions;
    this.clock = clock;
  }

  @Override
  public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
    ConsumerGroup of = new ConsumerGroup(namespace, hub, group);
    return all(() -> partitions.owners(of).stream().map(this::ownership).toList());
  }

  @Override
  public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> wanted) {
    List<PartitionOwner> owners = wanted.stream().map(StoreCheckpoints::owner).toList();
    return all(() -> partitions.claim(owners).stream().map(this::ownership).toList());
  }

  @Override
  public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
    ConsumerGroup of = new ConsumerGroup(namespace, hub, group);
    return all(
        () -> partitions.checkpoints(of).stream().map(StoreCheckpoints::checkpoint).toList());
  }

  @Override
  public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
    PartitionCheckpoint kept =
        new PartitionCheckpoint(
            new ConsumerGroup(
                checkpoint.getFullyQualifiedNamespace(),
                checkpoint.getEventHubName(),
                checkpoint.getConsumerGroup()),
            checkpoint.getPartitionId(),
            checkpoint.getSequenceNumber(),
            checkpoint.getOffsetString());
    return Mono.<Void>fromRunnable(() -> partitions.checkpoint(kept))
        .subscribeOn(Schedulers.boundedElastic());
  }

  private static <T> Flux<T> all(Supplier<List<T>> query) {
    return Mono.fromSupplier(query)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMapMany(Flux::fromIterable);
  }

  private static PartitionOwner owner(PartitionOwnership ownership) {
    String owner = ownership.getOwnerId();
    return new PartitionOwner(
        new ConsumerGroup(
            ownership.getFullyQualifiedNamespace(),
            ownership.getEventHubName(),
            ownership.getConsumerGroup()),
        ownership.getPartitionId(),
        owner == null ? "" : owner,
        ownership.getETag(),
        Duration.ZERO);
  }

  private PartitionOwnership ownership(PartitionOwner owner) {
    return new PartitionOwnership()
        .setFullyQualifiedNamespace(owner.group().namespace())
        .setEventHubName(owner.group().hub())
        .setConsumerGroup(owner.group().name())
        .setPartitionId(owner.partition())
        .setOwnerId(owner.owner())
        .setETag(owner.etag())
        .setLastModifiedTime(clock.millis() - owner.age().toMillis());
  }

  private static Checkpoint checkpoint(PartitionCheckpoint kept) {
    return new Checkpoint()
        .setFullyQualifiedNamespace(kept.group().namespace())
        .setEventHubName(kept.group().hub())
        .setConsumerGroup(kept.group().name())
        .setPartitionId(kept.partition())
        .setSequenceNumber(kept.sequence())
        .setOffsetString(kept.offset());
  }
}
