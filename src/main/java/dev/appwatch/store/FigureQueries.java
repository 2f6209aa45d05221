package dev.appwatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Counts what a store holds. */
final class FigureQueries {

  private FigureQueries() {}

  static Figures figures(Handle handle) {
    Map<String, Totals> totals = new HashMap<>();
    Map<String, Instant> last = new HashMap<>();
    handle
        .createQuery("SELECT * FROM total")
        .map(
            (row, context) -> {
              String intake = row.getString("intake");
              last.put(intake, Instant.ofEpochMilli(row.getLong("committed")));
              return Map.entry(intake, CountTables.totals(row));
            })
        .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
    return new Figures(
        totals,
        last,
        kinds(handle),
        counts(
            handle,
            "SELECT reason AS name, sum(times) AS number FROM quarantine WHERE judged_at IS NULL"
                + " GROUP BY reason"),
        counts(
            handle,
            "SELECT sink.name AS name, counter.value - sink.change_no AS number FROM sink, counter"
                + " WHERE counter.name = 'change'"),
        JournalTable.head(handle).orElseGet(() -> new JournalHead(0, "")));
  }

  private static List<Figures.Kind> kinds(Handle handle) {
    return handle
        .createQuery(
            "SELECT rule, risk, disposition, reason, count(*) AS number, max(last_seen) AS last_seen"
                + " FROM finding GROUP BY rule, risk, disposition, reason")
        .map((row, context) -> kind(row))
        .list();
  }

  private static Figures.Kind kind(ResultSet row) throws SQLException {
    return new Figures.Kind(
        row.getString("rule"),
        row.getString("risk"),
        row.getString("disposition"),
        row.getString("reason"),
        row.getLong("number"),
        Instant.ofEpochMilli(row.getLong("last_seen")));
  }

  private static Map<String, Long> counts(Handle handle, String query) {
    Map<String, Long> counts = new HashMap<>();
    handle
        .createQuery(query)
        .map((row, context) -> Map.entry(row.getString("name"), row.getLong("number")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }
}
