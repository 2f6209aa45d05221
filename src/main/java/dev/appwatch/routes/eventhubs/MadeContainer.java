package dev.appwatch.routes.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import com.azure.storage.blob.BlobContainerAsyncClient;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A store of checkpoints in a container that is made when it is missing; while storage does not
 * answer, it is asked again.
 */
final class MadeContainer implements CheckpointStore {

  private static final Duration EVER = Duration.ofMillis(Long.MAX_VALUE);

  private final CheckpointStore store;
  private final Mono<Boolean> made;

  MadeContainer(BlobContainerAsyncClient container, CheckpointStore store) {
    this.store = store;
    // looked for first: who may write blobs need not be allowed to make containers
    this.made =
        container
            .exists()
            .flatMap(there -> there ? Mono.just(true) : container.createIfNotExists())
            .cache(value -> EVER, failure -> Duration.ZERO, () -> Duration.ZERO);
  }

  @Override
  public Flux<PartitionOwnership> listOwnership(String namespace, String hub, String group) {
    return made.thenMany(store.listOwnership(namespace, hub, group));
  }

  @Override
  public Flux<PartitionOwnership> claimOwnership(List<PartitionOwnership> wanted) {
    return made.thenMany(store.claimOwnership(wanted));
  }

  @Override
  public Flux<Checkpoint> listCheckpoints(String namespace, String hub, String group) {
    return made.thenMany(store.listCheckpoints(namespace, hub, group));
  }

  @Override
  public Mono<Void> updateCheckpoint(Checkpoint checkpoint) {
    return made.then(store.updateCheckpoint(checkpoint));
  }
}
