package dev.appwatch.pipeline;

import dev.appwatch.model.Event;
import dev.appwatch.model.EventHeader;
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
import org.jspecify.annotations.Nullable;

/**
 * Records that were judged but whose verdict others may still change, found by what they have in
 * common with others. Bounded: of too many the oldest keep the verdict that they have.
 */
final class OpenRecords {

  private static final int MOST = 20_000;
  private static final int MOST_OF_A_KEY = 200;

  private final Map<Key, Open> records = new LinkedHashMap<>();
  private final Map<String, Set<Key>> byKey = new HashMap<>();
  private final Map<String, Set<Key>> byFinding = new HashMap<>();

  /** Files of one name that come one after the other have records at the same places. */
  private record Key(Position position, @Nullable String id, @Nullable Instant time) {}

  /**
   * An open record.
   *
   * @param round in which it is judged
   * @param findings what it states, as far as is known
   */
  record Open(Event event, int round, Instant receivedAt, List<Finding> findings) {

    private Key key() {
      EventHeader header = event.header();
      return new Key(header.position(), header.id(), header.time());
    }
  }

  void put(Open open) {
    Key key = open.key();
    remove(key);
    records.put(key, open);
    for (String shared : EventKeys.of(open.event())) {
      Set<Key> same = byKey.computeIfAbsent(shared, any -> new LinkedHashSet<>());
      same.add(key);
      if (same.size() > MOST_OF_A_KEY) {
        remove(same.iterator().next());
      }
    }
    for (Finding finding : open.findings()) {
      byFinding.computeIfAbsent(finding.id(), any -> new LinkedHashSet<>()).add(key);
    }
    if (records.size() > MOST) {
      remove(records.keySet().iterator().next());
    }
  }

  /** Returns the records that have one of the keys, in the order in which they came. */
  List<Open> withAny(Collection<String> keys) {
    Set<Key> found = new LinkedHashSet<>();
    for (String key : keys) {
      found.addAll(byKey.getOrDefault(key, Set.of()));
    }
    List<Open> open = new ArrayList<>();
    for (Key key : found) {
      Open record = records.get(key);
      if (record != null) {
        open.add(record);
      }
    }
    return open;
  }

  /** Returns what every open record states about a finding. */
  List<Finding> stating(String id) {
    List<Finding> stated = new ArrayList<>();
    for (Key key : byFinding.getOrDefault(id, Set.of())) {
      Open open = records.get(key);
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
      remove(oldest.key());
    }
  }

  int size() {
    return records.size();
  }

  private void remove(Key key) {
    Open open = records.remove(key);
    if (open == null) {
      return;
    }
    EventKeys.of(open.event()).forEach(shared -> removeFrom(byKey, shared, key));
    open.findings().forEach(finding -> removeFrom(byFinding, finding.id(), key));
  }

  private static void removeFrom(Map<String, Set<Key>> index, String shared, Key key) {
    Set<Key> positions = index.get(shared);
    if (positions != null) {
      positions.remove(key);
      if (positions.isEmpty()) {
        index.remove(shared);
      }
    }
  }
}
