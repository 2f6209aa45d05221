package dev.appwatch.pipeline;

import dev.appwatch.model.EventRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * Where one statement of a merged finding comes from.
 *
 * @param time when the stating record says the action happened
 * @param source where the record was read
 * @param record its number there
 * @param index the place of the statement within its finding
 */
record Origin(Instant time, String source, long record, int index) implements Comparable<Origin> {

  private static final Comparator<Origin> ORDER =
      Comparator.comparing(Origin::time)
          .thenComparing(Origin::source)
          .thenComparingLong(Origin::record)
          .thenComparingInt(Origin::index);

  /** Returns the origin of a finding that rests on those events. */
  static Origin of(Instant time, List<EventRef> events) {
    return events.isEmpty()
        ? new Origin(time, "", 0, 0)
        : new Origin(time, events.get(0).source(), events.get(0).record(), 0);
  }

  /** Returns the origin of the statement at that place of the same finding. */
  Origin at(int place) {
    return new Origin(time, source, record, place);
  }

  @Override
  public int compareTo(Origin other) {
    return ORDER.compare(this, other);
  }
}
