package dev.appwatch.routes;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * When something is asked again: after a failure in a second, then two, four … a minute, or when
 * the other side said. Used by one thread.
 */
final class BackOff {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** Whoever says to wait for longer is asked after that time all the same. */
  private static final Duration LONGEST_WISH = Duration.ofHours(1);

  private final LongSupplier nanos;
  private final GrowingPause pauses = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
  private long since;
  private long pauseNanos;

  /**
   * Makes one that is due.
   *
   * @param nanos a clock that nobody sets: one that is set back must not silence a sink for days
   */
  BackOff(LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
  }

  /** Returns whether it is time to ask. */
  boolean due() {
    return nanos.getAsLong() - since >= pauseNanos;
  }

  /** Takes in that it went well. */
  void wentWell() {
    pauses.reset();
  }

  /** Takes in that it need not be asked for that long. */
  void rest(Duration time) {
    since = nanos.getAsLong();
    pauseNanos = time.toNanos();
  }

  /**
   * Takes in that it failed.
   *
   * @param wish how long the other side wants to be left alone, null if it did not say
   * @return how long it is left alone
   */
  Duration failed(@Nullable Duration wish) {
    Duration pause = pauses.next();
    Duration wait = wish == null ? pause : wish.compareTo(LONGEST_WISH) > 0 ? LONGEST_WISH : wish;
    rest(wait);
    return wait;
  }
}
