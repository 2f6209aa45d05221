package dev.appwatch.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What two packs judge differently, counted; of each kind the earliest few are kept as examples.
 */
final class DiffTotals {

  private static final Comparator<Moved> BY_TIME =
      Comparator.<Moved, Instant>comparing(moved -> moved.finding().time())
          .thenComparing(moved -> moved.finding().id());

  private final int shown;
  private final Set<String> allowed;
  private final Set<String> used = new HashSet<>();
  private final Map<String, Map<Moved.Kind, Long>> counts = new TreeMap<>();
  private final Map<String, Map<Moved.Kind, PriorityQueue<Moved>>> examples = new TreeMap<>();
  private final PriorityQueue<Moved> vanished = new PriorityQueue<>(BY_TIME.reversed());
  private final Noise base = new Noise();
  private final Noise head = new Noise();
  private long vanishedCount;
  private long allowedCount;

  /**
   * Makes totals of nothing.
   *
   * @param shown how many examples of each kind are kept
   * @param allowed rows and ids of findings whose high alerts may vanish
   */
  DiffTotals(int shown, Set<String> allowed) {
    this.shown = shown;
    this.allowed = allowed;
  }

  void add(Moved moved) {
    base.add(moved.base());
    head.add(moved.head());
    String rule = moved.finding().rule();
    for (Moved.Kind kind : moved.kinds()) {
      counts
          .computeIfAbsent(rule, any -> new EnumMap<>(Moved.Kind.class))
          .merge(kind, 1L, Long::sum);
      keep(
          examples
              .computeIfAbsent(rule, any -> new EnumMap<>(Moved.Kind.class))
              .computeIfAbsent(kind, any -> new PriorityQueue<>(BY_TIME.reversed())),
          moved);
    }
    if (moved.highVanished()) {
      if (allows(moved)) {
        allowedCount++;
      } else {
        vanishedCount++;
        keep(vanished, moved);
      }
    }
  }

  private void keep(PriorityQueue<Moved> earliest, Moved moved) {
    earliest.add(moved);
    if (earliest.size() > shown) {
      earliest.poll();
    }
  }

  /** Returns whether somebody named the row or the finding. */
  boolean allows(Moved moved) {
    boolean allows = false;
    for (String name : List.of(moved.finding().rule(), moved.finding().id())) {
      if (allowed.contains(name)) {
        used.add(name);
        allows = true;
      }
    }
    return allows;
  }

  /** Returns what was allowed and did not happen. */
  Set<String> unused() {
    Set<String> unused = new TreeSet<>(allowed);
    unused.removeAll(used);
    return unused;
  }

  Map<String, Map<Moved.Kind, Long>> counts() {
    return counts;
  }

  long count(Moved.Kind kind) {
    return counts.values().stream().mapToLong(kinds -> kinds.getOrDefault(kind, 0L)).sum();
  }

  /** Returns the earliest findings of a kind, by time. */
  List<Moved> examples(String rule, Moved.Kind kind) {
    return sorted(examples.getOrDefault(rule, Map.of()).getOrDefault(kind, new PriorityQueue<>()));
  }

  /** Returns the earliest high alerts that vanish and are not allowed to, by time. */
  List<Moved> vanished() {
    return sorted(vanished);
  }

  long vanishedCount() {
    return vanishedCount;
  }

  long allowedCount() {
    return allowedCount;
  }

  List<Noise.Day> noise() {
    return Noise.compared(base, head);
  }

  private static List<Moved> sorted(PriorityQueue<Moved> queue) {
    List<Moved> sorted = new ArrayList<>(queue);
    sorted.sort(BY_TIME);
    return sorted;
  }
}
