package dev.appwatch.normalise;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads times of records that are only looked through. */
public final class SeenTime {

  private SeenTime() {}

  /** Returns the instant, or null when the text is missing or no time. */
  public static @Nullable Instant of(@Nullable String text) {
    return Times.parse(text);
  }
}
