package dev.appwatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Writes and reads what became of deliveries, sources and all records of an intake. */
final class CountTables {

  private CountTables() {}

  static void addTotals(Handle handle, String intake, Totals totals, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO total (intake, received, evaluated, quarantined, committed)
            VALUES (:intake, :received, :evaluated, :quarantined, :at)
            ON CONFLICT (intake) DO UPDATE SET
              received = total.received + excluded.received,
              evaluated = total.evaluated + excluded.evaluated,
              quarantined = total.quarantined + excluded.quarantined,
              committed = excluded.committed
            """)
        .bind("intake", intake)
        .bind("received", totals.received())
        .bind("evaluated", totals.evaluated())
        .bind("quarantined", totals.quarantined())
        .bind("at", at.toEpochMilli())
        .execute();
  }

  static void putPosition(Handle handle, SourcePosition position, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO source_position
              (source, records, received, evaluated, quarantined, finished, committed)
            VALUES (:source, :records, :received, :evaluated, :quarantined, :finished, :at)
            ON CONFLICT (source) DO UPDATE SET
              records = excluded.records, received = excluded.received,
              evaluated = excluded.evaluated, quarantined = excluded.quarantined,
              finished = excluded.finished, committed = excluded.committed
            """)
        .bind("source", position.source())
        .bind("records", position.records())
        .bind("received", position.totals().received())
        .bind("evaluated", position.totals().evaluated())
        .bind("quarantined", position.totals().quarantined())
        .bind("finished", position.finished() ? at.toEpochMilli() : null)
        .bind("at", at.toEpochMilli())
        .execute();
  }

  static Optional<SourcePosition> position(Handle handle, String source) {
    return handle
        .createQuery("SELECT * FROM source_position WHERE source = :source")
        .bind("source", source)
        .map(
            (row, context) ->
                new SourcePosition(
                    source, row.getLong("records"), totals(row), row.getString("finished") != null))
        .findOne();
  }

  static Totals totals(ResultSet row) throws SQLException {
    return new Totals(
        row.getLong("received"), row.getLong("evaluated"), row.getLong("quarantined"));
  }
}
