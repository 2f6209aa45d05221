package dev.appwatch.store;

import com.google.common.collect.Lists;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Deletes what is older than it must be kept, and says so in the journal, which is kept whole. */
final class Pruning {

  private static final int IDS_OF_AN_ENTRY = 500;
  private static final Duration MOST_AT_ONCE = Duration.ofDays(2);
  private static final String RETENTION = "retention";
  private static final String FINDINGS = "findings";

  private Pruning() {}

  static void prune(Handle handle, Retention retention, Instant now) {
    long before = findingsBefore(handle, now.minus(retention.findings())).toEpochMilli();
    long sources = now.minus(retention.sources()).toEpochMilli();
    int decisions =
        handle.execute(
            "DELETE FROM decision WHERE finding IN (SELECT id FROM finding WHERE " + OLD + ")",
            before);
    List<String> findings =
        handle
            .createQuery("DELETE FROM finding WHERE " + OLD + " RETURNING id")
            .bind(0, before)
            .mapTo(String.class)
            .list();
    int quarantined = handle.execute("DELETE FROM quarantine WHERE judged_at < ?", sources);
    handle.execute("DELETE FROM source_position WHERE finished < ?", sources);
    handle.execute(
        "DELETE FROM recent WHERE received_at < ?", now.minus(retention.recent()).toEpochMilli());
    List<JournalNote> notes = new ArrayList<>();
    for (List<String> ids : Lists.partition(findings, IDS_OF_AN_ENTRY)) {
      notes.add(
          JournalNote.of(
              DecisionNotes.PRUNED,
              new TreeMap<>(
                  Map.of("before", Instant.ofEpochMilli(before).toString(), "findings", ids))));
    }
    if (!findings.isEmpty() || quarantined > 0) {
      notes.add(
          JournalNote.of(
              "retention",
              new TreeMap<>(
                  Map.of(
                      "findings", findings.size(),
                      "decisions", decisions,
                      "judgedQuarantine", quarantined))));
    }
    JournalTable.append(handle, now, notes);
  }

  /**
   * Returns before when findings are deleted: retention goes forward by two days each time at most,
   * so that a clock that is wrong for an hour takes little with it.
   */
  private static Instant findingsBefore(Handle handle, Instant wanted) {
    Memory memory = new Memory(handle);
    String last = memory.topic(RETENTION).get(FINDINGS);
    Instant from =
        last != null
            ? Instant.parse(last)
            : handle
                .createQuery("SELECT min(last_seen) FROM finding")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli)
                .orElse(wanted);
    Instant next = from.plus(MOST_AT_ONCE);
    Instant before = wanted.isBefore(next) ? wanted : next;
    if (before.isAfter(from)) {
      memory.replace(RETENTION, Map.of(FINDINGS, before.toString()));
      return before;
    }
    return wanted.isBefore(from) ? wanted : from;
  }

  /** Old, and with every sink. */
  private static final String OLD =
      "last_seen < ? AND change_no <= (SELECT coalesce(min(sink.change_no), finding.change_no) FROM"
          + " sink)";
}
