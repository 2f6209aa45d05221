package dev.appwatch.store;

import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Writes and reads records that could not be judged. */
final class QuarantineTable {

  private static final int ID_DIGITS = 32;

  private QuarantineTable() {}

  /**
   * Adds a record; one that waits already is counted once more, one that was judged waits again.
   */
  static void add(Handle handle, String intake, QuarantinedRecord record, Instant at) {
    String sha256 = Sha256.hex(record.bytes());
    Position position = record.position();
    handle
        .createUpdate(
            """
            INSERT INTO quarantine
              (id, intake, source, record, byte_offset, reason, detail, sha256, bytes,
               first_seen, last_seen, times, judged_at)
            VALUES (:id, :intake, :source, :record, :offset, :reason, :detail, :sha256, :bytes,
               :at, :at, 1, NULL)
            ON CONFLICT (id) DO UPDATE SET
              times = CASE WHEN quarantine.judged_at IS NULL THEN quarantine.times + 1 ELSE 1 END,
              judged_at = NULL, last_seen = excluded.last_seen
            """)
        .bind("id", id(intake, record, sha256))
        .bind("intake", intake)
        .bind("source", position.source().replace('\0', '\uFFFD'))
        .bind("record", position.record())
        .bind("offset", position.offset())
        .bind("reason", record.reason().name())
        .bind("detail", record.detail().replace('\0', '\uFFFD')) // PostgreSQL keeps no NUL in text
        .bind("sha256", sha256)
        .bind("bytes", record.bytes())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  static StoredQuarantine read(ResultSet row) throws SQLException {
    long judged = row.getLong("judged_at");
    Instant judgedAt = row.wasNull() ? null : Instant.ofEpochMilli(judged);
    return new StoredQuarantine(
        row.getString("id"),
        row.getString("intake"),
        new QuarantinedRecord(
            new Position(
                row.getString("source"), row.getLong("record"), row.getLong("byte_offset")),
            QuarantineReason.valueOf(row.getString("reason")),
            row.getString("detail"),
            row.getBytes("bytes")),
        row.getString("sha256"),
        Instant.ofEpochMilli(row.getLong("first_seen")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getLong("times"),
        judgedAt);
  }

  private static String id(String intake, QuarantinedRecord record, String sha256) {
    String identity =
        String.join(
            "\n",
            intake,
            record.position().source(),
            String.valueOf(record.position().record()),
            record.reason().name(),
            sha256);
    return Sha256.hex(identity.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
  }
}
