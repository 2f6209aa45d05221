package dev.appwatch.routes;

import dev.appwatch.store.Sinks;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Keeps a sink to one of the processes that share a store, so that what is about one application
 * arrives in order. Used by the thread of its consumer; given up by whoever stops it.
 */
final class SinkClaim {

  /** Longer than any shipped sink takes for one exchange, together with what is left of a claim. */
  static final Duration LEASE = Duration.ofSeconds(60);

  private static final Duration RENEWED = Duration.ofSeconds(15);

  private final Sinks sinks;
  private final String sink;
  private final LongSupplier nanos;
  private final String owner = UUID.randomUUID().toString();
  private volatile boolean mine;
  private long renewed;

  /**
   * Makes a claim that nobody made yet.
   *
   * @param nanos a clock that nobody sets
   */
  SinkClaim(Sinks sinks, String sink, LongSupplier nanos) {
    this.sinks = sinks;
    this.sink = sink;
    this.nanos = nanos;
  }

  /** Takes the sink if nobody else has it; returns whether it is this process's. */
  boolean take() {
    if (!sinks.shared() || (mine && fresh())) {
      return true;
    }
    mine = sinks.claim(sink, owner, LEASE);
    renewed = nanos.getAsLong();
    return mine;
  }

  /** Returns whether the sink still is this process's, between two findings. */
  boolean keep() {
    if (!sinks.shared()) {
      return true;
    }
    if (!mine || fresh()) {
      return mine;
    }
    mine = sinks.renew(sink, owner);
    renewed = nanos.getAsLong();
    return mine;
  }

  private boolean fresh() {
    return nanos.getAsLong() - renewed < RENEWED.toNanos();
  }

  /** Gives it up. */
  void release() {
    if (sinks.shared() && mine) {
      mine = false;
      sinks.release(sink, owner);
    }
  }
}
