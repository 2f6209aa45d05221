package dev.appwatch.store;

import com.google.common.collect.Lists;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Deletes what is older than it must be kept, and says so in the journal, which is kept whole. */
final class Pruning {

  private static final int IDS_OF_AN_ENTRY = 500;

  private Pruning() {}

  static void prune(Handle handle, Retention retention, Instant now) {
    long before = now.minus(retention.findings()).toEpochMilli();
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

  /** Old, and with every sink. */
  private static final String OLD =
      "last_seen < ? AND change_no <= (SELECT coalesce(min(sink.change_no), finding.change_no) FROM"
          + " sink)";
}
