package dev.appwatch.evaluate;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happened to many things, for each in the order of time. Bounded over all of them: of too
 * many entries the one that came first is forgotten.
 */
final class Timelines<V> {

  private final int most;
  private final Map<String, TreeMap<Instant, V>> byThing = new HashMap<>();
  private final Set<Entry> entries = new LinkedHashSet<>();

  private record Entry(String thing, Instant time) {}

  /**
   * Makes one that knows nothing yet.
   *
   * @param most how many entries it keeps, 1 or more
   */
  Timelines(int most) {
    this.most = most;
  }

  void put(String thing, Instant time, V value) {
    byThing.computeIfAbsent(thing, first -> new TreeMap<>()).put(time, value);
    entries.add(new Entry(thing, time));
    if (entries.size() > most) {
      Iterator<Entry> eldest = entries.iterator();
      forget(eldest.next());
      eldest.remove();
    }
  }

  private void forget(Entry entry) {
    TreeMap<Instant, V> line = byThing.get(entry.thing());
    if (line != null) {
      line.remove(entry.time());
      if (line.isEmpty()) {
        byThing.remove(entry.thing());
      }
    }
  }

  /** Returns what is known of a thing; nothing where it is not known. */
  NavigableMap<Instant, V> of(String thing) {
    TreeMap<Instant, V> line = byThing.get(thing);
    return line == null ? Collections.emptyNavigableMap() : line;
  }
}
