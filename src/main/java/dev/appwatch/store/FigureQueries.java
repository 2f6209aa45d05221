package dev.appwatch.store;

import static java.util.stream.Collectors.toMap;

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
        waiting(handle),
        Sinks.states(handle).stream().collect(toMap(SinkState::name, SinkState::behind)),
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

  private static Map<String, Long> waiting(Handle handle) {
    Map<String, Long> waiting = new HashMap<>();
    handle
        .createQuery(
            "SELECT reason, sum(times) AS number FROM quarantine WHERE judged_at IS NULL GROUP BY"
                + " reason")
        .map((row, context) -> Map.entry(row.getString("reason"), row.getLong("number")))
        .forEach(entry -> waiting.put(entry.getKey(), entry.getValue()));
    return waiting;
  }
}
