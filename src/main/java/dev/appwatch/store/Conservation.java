package dev.appwatch.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Checks the counts that were kept against each other. */
final class Conservation {

  private Conservation() {}

  static List<String> problems(Handle handle) {
    List<String> problems = new ArrayList<>();
    Map<String, Long> waiting = new TreeMap<>();
    handle
        .createQuery(
            "SELECT intake, sum(times) AS waiting FROM quarantine WHERE judged_at IS NULL GROUP BY intake")
        .map((row, context) -> Map.entry(row.getString("intake"), row.getLong("waiting")))
        .forEach(entry -> waiting.put(entry.getKey(), entry.getValue()));
    Map<String, Totals> totals = new TreeMap<>();
    handle
        .createQuery("SELECT intake, received, evaluated, quarantined FROM total")
        .map((row, context) -> Map.entry(row.getString("intake"), CountTables.totals(row)))
        .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
    totals.forEach(
        (intake, total) -> {
          if (!total.conserved()) {
            problems.add(
                "Of %d records that %s received %d were evaluated and %d quarantined."
                    .formatted(total.received(), intake, total.evaluated(), total.quarantined()));
          }
          long kept = waiting.getOrDefault(intake, 0L);
          if (kept != total.quarantined()) {
            problems.add(
                "%d records of %s should wait in quarantine, but %d do."
                    .formatted(total.quarantined(), intake, kept));
          }
        });
    waiting.forEach(
        (intake, kept) -> {
          if (!totals.containsKey(intake)) {
            problems.add("%d records of %s wait in quarantine uncounted.".formatted(kept, intake));
          }
        });
    return List.copyOf(problems);
  }
}
