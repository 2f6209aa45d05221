package dev.appwatch.pipeline;

import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Records that were judged but whose verdict others may still change, found by what they have in
 * common with others. Bounded: of too many the oldest keep the verdict that they have.
 */
final class OpenRecords {

  private static final int MOST = 20_000;
  private static final int MOST_OF_A_KEY = 200;

  private final Map<Position, Open> records = new LinkedHashMap<>();
  private final Map<String, Set<Position>> byKey = new HashMap<>();
  private final Map<String, Set<Position>> byFinding = new HashMap<>();

  /**
   * An open record.
   *
   * @param round in which it is judged
   * @param findings what it states, as far as is known
   */
  record Open(Event event, int round, Instant receivedAt, List<Finding> findings) {

    Position position() {
      return event.header().position();
    }
  }

  void put(Open open) {
    remove(open.position());
    records.put(open.position(), open);
    for (String key : EventKeys.of(open.event())) {
      Set<Position> same = byKey.computeIfAbsent(key, any -> new LinkedHashSet<>());
      same.add(open.position());
      if (same.size() > MOST_OF_A_KEY) {
        remove(same.iterator().next());
      }
    }
    for (Finding finding : open.findings()) {
      byFinding.computeIfAbsent(finding.id(), any -> new LinkedHashSet<>()).add(open.position());
    }
    if (records.size() > MOST) {
      remove(records.keySet().iterator().next());
    }
  }

  /** Returns the records that have one of the keys, in the order in which they came. */
  List<Open> withAny(Collection<String> keys) {
    Set<Position> found = new LinkedHashSet<>();
    for (String key : keys) {
      found.addAll(byKey.getOrDefault(key, Set.of()));
    }
    List<Open> open = new ArrayList<>();
    for (Position position : found) {
      Open record = records.get(position);
      if (record != null) {
        open.add(record);
      }
    }
    return open;
  }

  /** Returns what every open record states about a finding. */
  List<Finding> stating(String id) {
    List<Finding> stated = new ArrayList<>();
    for (Position position : byFinding.getOrDefault(id, Set.of())) {
      Open open = records.get(position);
      if (open != null) {
        open.findings().stream().filter(finding -> finding.id().equals(id)).forEach(stated::add);
      }
    }
    return stated;
  }

  /** Closes what was received before that moment. */
  void closeBefore(Instant moment) {
    while (!records.isEmpty()) {
      Open oldest = records.values().iterator().next();
      if (!oldest.receivedAt().isBefore(moment)) {
        return;
      }
      remove(oldest.position());
    }
  }

  int size() {
    return records.size();
  }

  private void remove(Position position) {
    Open open = records.remove(position);
    if (open == null) {
      return;
    }
    EventKeys.of(open.event()).forEach(key -> removeFrom(byKey, key, position));
    open.findings().forEach(finding -> removeFrom(byFinding, finding.id(), position));
  }

  private static void removeFrom(Map<String, Set<Position>> index, String key, Position position) {
    Set<Position> positions = index.get(key);
    if (positions != null) {
      positions.remove(position);
      if (positions.isEmpty()) {
        index.remove(key);
      }
    }
  }
}
