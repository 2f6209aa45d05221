package dev.appwatch.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which no approval counts.
 *
 * @param id its number
 * @param start from when
 * @param end until when, itself not included
 * @param tenant the tenant it holds for, null for all
 * @param position where it was read
 */
public record Freeze(
    String id, Instant start, Instant end, @Nullable String tenant, FeedPosition position) {

  /** Returns whether it holds for a tenant at a moment; an unknown tenant is frozen by any. */
  public boolean holds(@Nullable String of, Instant moment) {
    boolean here = tenant == null || of == null || Scope.normal(tenant).equals(Scope.normal(of));
    return here && !moment.isBefore(start) && moment.isBefore(end);
  }
}
