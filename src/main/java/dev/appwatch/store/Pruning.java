package dev.appwatch.store;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Deletes what is older than it must be kept. */
final class Pruning {

  private Pruning() {}

  static void prune(Handle handle, Retention retention, Instant now) {
    long findings = now.minus(retention.findings()).toEpochMilli();
    long sources = now.minus(retention.sources()).toEpochMilli();
    handle.execute(
        "DELETE FROM decision WHERE finding IN (SELECT id FROM finding WHERE " + OLD + ")",
        findings);
    handle.execute("DELETE FROM finding WHERE " + OLD, findings);
    handle.execute("DELETE FROM quarantine WHERE judged_at < ?", sources);
    handle.execute("DELETE FROM source_position WHERE finished < ?", sources);
    handle.execute(
        "DELETE FROM recent WHERE received_at < ?", now.minus(retention.recent()).toEpochMilli());
  }

  /** Old, and with every sink. */
  private static final String OLD =
      "last_seen < ? AND change_no <= (SELECT coalesce(min(sink.change_no), finding.change_no) FROM sink)";
}
