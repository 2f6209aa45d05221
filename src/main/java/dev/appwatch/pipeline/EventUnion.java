package dev.appwatch.pipeline;

import dev.appwatch.model.EventRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Events in the order of their places, each place once, of which the first are kept.
 *
 * @param kept the first ones
 * @param leftOut how many were not kept
 */
record EventUnion(List<EventRef> kept, long leftOut) {

  private static final Comparator<EventRef> BY_PLACE =
      Comparator.comparing(EventRef::source).thenComparingLong(EventRef::record);
  private static final Comparator<EventRef> BY_PLACE_AND_CONTENT =
      BY_PLACE.thenComparing(EventRef::toString);

  EventUnion {
    kept = List.copyOf(kept);
  }

  /** Returns the events of one finding. */
  static EventUnion of(List<EventRef> events, int max) {
    List<EventRef> distinct = new ArrayList<>();
    for (EventRef event : events.stream().sorted(BY_PLACE_AND_CONTENT).toList()) {
      if (distinct.isEmpty() || BY_PLACE.compare(distinct.get(distinct.size() - 1), event) != 0) {
        distinct.add(event);
      }
    }
    return first(distinct, max);
  }

  /** Returns the events of both; each must have come out of a union. */
  static EventUnion of(List<EventRef> left, List<EventRef> right, int max) {
    if (fullBefore(left, right, max)) {
      return new EventUnion(left, right.size());
    }
    if (fullBefore(right, left, max)) {
      return new EventUnion(right, left.size());
    }
    List<EventRef> union = new ArrayList<>(left.size() + right.size());
    int next = 0;
    for (EventRef event : left) {
      while (next < right.size() && BY_PLACE.compare(right.get(next), event) < 0) {
        union.add(right.get(next++));
      }
      if (next < right.size() && BY_PLACE.compare(right.get(next), event) == 0) {
        EventRef twin = right.get(next++);
        union.add(BY_PLACE_AND_CONTENT.compare(event, twin) <= 0 ? event : twin);
      } else {
        union.add(event);
      }
    }
    union.addAll(right.subList(next, right.size()));
    return first(union, max);
  }

  /** Returns whether none of the later events is kept; this keeps endless repetition cheap. */
  private static boolean fullBefore(List<EventRef> events, List<EventRef> later, int max) {
    return events.size() == max
        && !later.isEmpty()
        && BY_PLACE.compare(events.get(max - 1), later.get(0)) < 0;
  }

  private static EventUnion first(List<EventRef> events, int max) {
    int count = Math.min(events.size(), max);
    return new EventUnion(events.subList(0, count), events.size() - count);
  }
}
