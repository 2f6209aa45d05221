package dev.appwatch.routes.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.CloseContext;
import com.azure.messaging.eventhubs.models.CloseReason;
import com.azure.messaging.eventhubs.models.ErrorContext;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.InitializationContext;
import com.azure.messaging.eventhubs.models.LastEnqueuedEventProperties;
import com.azure.messaging.eventhubs.models.PartitionContext;
import dev.appwatch.routes.GrowingPause;
import dev.appwatch.routes.Lags;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the events of a hub to a route. Partitions do so side by side, each in its order.
 *
 * <p>The checkpoint of a partition moves once the route is done with every event of a batch. What
 * can't be judged is in quarantine by then, so a failure means that nothing can be kept now: the
 * partition waits and tries again. It never skips.
 */
final class Batches {

  private static final Logger LOG = LoggerFactory.getLogger(Batches.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final String hub;
  private final String source;
  private final Route route;
  private final CheckpointStore store;
  private final Lags lags;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final ReadWriteLock inHand = new ReentrantReadWriteLock();

  /** Takes an event. */
  interface Route {
    /** Returns why the event could not be taken, null when what it led to is on disk. */
    @Nullable Throwable take(String hub, String partition, EventData event);
  }

  /**
   * A partition from when it was claimed until it is given up or taken away. The client may open a
   * partition anew before it closes the former reading, whose batch is still in hand; it tells them
   * apart by the context, of which each has one.
   */
  private static final class Reading {
    private final PartitionContext context;
    private volatile boolean ours = true;
    private volatile @Nullable Long done;

    Reading(PartitionContext context) {
      this.context = context;
    }

    @SuppressWarnings("ReferenceEquality") // the same reading, not one of the same partition
    boolean is(PartitionContext other) {
      return context == other;
    }
  }

  /**
   * Makes what hands events on.
   *
   * @param source the name under which the lag is told
   */
  Batches(String hub, String source, Route route, CheckpointStore store, Lags lags) {
    this.hub = hub;
    this.source = source;
    this.route = route;
    this.store = store;
    this.lags = lags;
  }

  void opened(InitializationContext context) {
    PartitionContext partition = context.getPartitionContext();
    Reading former = readings.put(partition.getPartitionId(), new Reading(partition));
    if (former != null) {
      former.ours = false;
    }
  }

  void closed(CloseContext context) {
    PartitionContext partition = context.getPartitionContext();
    Reading reading = readings.get(partition.getPartitionId());
    if (reading == null || !reading.is(partition)) {
      return; // a newer reading goes on
    }
    reading.ours = false;
    readings.remove(partition.getPartitionId(), reading);
    lags.forget(source, label(partition.getPartitionId()));
    if (stopped.getCount() == 0) {
      return;
    }
    if (context.getCloseReason() == CloseReason.LOST_PARTITION_OWNERSHIP) {
      LOG.info("Partition ({}) is read by another process now.", label(partition.getPartitionId()));
    } else {
      LOG.warn(
          "Partition ({}) lost its connection; it is taken up again.",
          label(partition.getPartitionId()));
    }
  }

  void failed(ErrorContext context) {
    if (stopped.getCount() > 0) {
      LOG.warn(
          "Partition ({}) is tried again: {}",
          label(context.getPartitionContext().getPartitionId()),
          context.getThrowable().getMessage());
    }
  }

  /** Hands a batch on, and makes its checkpoint; empty where nothing came for a while. */
  void take(EventBatchContext batch) {
    inHand.readLock().lock();
    try {
      PartitionContext partition = batch.getPartitionContext();
      Reading reading = readings.get(partition.getPartitionId());
      if (reading == null || !reading.is(partition)) {
        return; // it was given up meanwhile; without a checkpoint, these come again
      }
      EventData last = null;
      for (EventData event : batch.getEvents()) {
        tellLag(batch, reading, event.getSequenceNumber() - 1);
        if (stopped.getCount() == 0
            || !patiently(
                reading, partition, () -> route.take(hub, partition.getPartitionId(), event))) {
          break;
        }
        last = event;
      }
      if (last != null) {
        Checkpoint checkpoint = checkpoint(partition, last);
        patiently(reading, partition, () -> save(checkpoint));
      }
      tellLag(batch, reading, last == null ? reading.done : last.getSequenceNumber());
    } finally {
      inHand.readLock().unlock();
    }
  }

  /** Tries until it succeeds; returns false when it was told to stop, or the partition is lost. */
  private boolean patiently(
      Reading reading, PartitionContext partition, Supplier<@Nullable Throwable> attempt) {
    GrowingPause pauses = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    while (reading.ours) {
      Throwable failure = attempt.get();
      if (failure == null) {
        return true;
      }
      Duration pause = pauses.next();
      LOG.warn(
          "Partition ({}) waits for {}: {}",
          label(partition.getPartitionId()),
          pause,
          failure.getMessage());
      if (stopsWithin(pause)) {
        return false;
      }
    }
    return false;
  }

  private boolean stopsWithin(Duration pause) {
    try {
      return stopped.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private @Nullable Throwable save(Checkpoint checkpoint) {
    try {
      store.updateCheckpoint(checkpoint).block(PATIENCE);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  private static Checkpoint checkpoint(PartitionContext partition, EventData last) {
    return new Checkpoint()
        .setFullyQualifiedNamespace(partition.getFullyQualifiedNamespace())
        .setEventHubName(partition.getEventHubName())
        .setConsumerGroup(partition.getConsumerGroup())
        .setPartitionId(partition.getPartitionId())
        .setSequenceNumber(last.getSequenceNumber())
        .setOffsetString(last.getOffsetString());
  }

  private void tellLag(EventBatchContext batch, Reading reading, @Nullable Long done) {
    reading.done = done;
    if (!reading.ours) {
      return;
    }
    LastEnqueuedEventProperties enqueued = batch.getLastEnqueuedEventProperties();
    if (done != null && enqueued != null && enqueued.getSequenceNumber() != null) {
      lags.tell(
          source,
          label(batch.getPartitionContext().getPartitionId()),
          Math.max(0, enqueued.getSequenceNumber() - done));
    }
  }

  private String label(String partition) {
    return hub + "/" + partition;
  }

  /** Lets nothing new begin. */
  void stop() {
    stopped.countDown();
  }

  /** Waits until what is in hand has its checkpoint, for a while. */
  void awaitEnd() {
    try {
      if (inHand.writeLock().tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        inHand.writeLock().unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
