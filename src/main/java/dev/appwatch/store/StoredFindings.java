package dev.appwatch.store;

import dev.appwatch.pipeline.FindingCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.statement.Query;

/** The findings of a store, to be read. */
public final class StoredFindings {

  private static final String COLUMNS =
      "SELECT id, judged, first_seen, last_seen, times, change_no FROM finding ";
  static final int FETCHED = 500;

  private final Database database;
  private final FindingCodec codec;

  StoredFindings(Database database, FindingCodec codec) {
    this.database = database;
    this.codec = codec;
  }

  /** Hands out the findings that fit, by the time at which they happened. */
  public void forEach(FindingFilter filter, Consumer<StoredFinding> consumer) {
    database.consistent(
        handle -> {
          Query query =
              handle
                  .createQuery(COLUMNS + "WHERE " + filter.condition() + " ORDER BY happened, id")
                  .setFetchSize(FETCHED);
          filter.values().forEach(query::bind);
          query
              .map((row, context) -> read(row))
              .useIterator(rows -> rows.forEachRemaining(consumer));
          return filter;
        });
  }

  /** Returns the finding of that id, or the only one whose id begins so. */
  public Optional<StoredFinding> withId(String id) {
    List<StoredFinding> found =
        database.read(
            handle ->
                handle
                    .createQuery(COLUMNS + "WHERE substr(id, 1, :length) = :id LIMIT 2")
                    .bind("length", id.length())
                    .bind("id", id)
                    .map((row, context) -> read(row))
                    .list());
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** Returns the findings that changed after that change, the first of them first. */
  public List<StoredFinding> changedAfter(long change, int most) {
    return database.read(
        handle ->
            handle
                .createQuery(COLUMNS + "WHERE change_no > :change ORDER BY change_no LIMIT :most")
                .bind("change", change)
                .bind("most", most)
                .map((row, context) -> read(row))
                .list());
  }

  /** Returns the decisions about a finding, the first one first, one sentence each. */
  public List<String> decisions(String id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM decision WHERE finding = :id ORDER BY change_no")
                .bind("id", id)
                .map(
                    (row, context) ->
                        "%s  %s %s %s%s  %s"
                            .formatted(
                                Instant.ofEpochMilli(row.getLong("decided_at")),
                                row.getString("disposition"),
                                row.getString("risk"),
                                row.getString("reason"),
                                row.getString("approval") == null
                                    ? ""
                                    : " " + row.getString("approval"),
                                row.getString("pack")))
                .list());
  }

  private StoredFinding read(ResultSet row) throws SQLException {
    return new StoredFinding(
        codec.decode(row.getBytes("judged")),
        Instant.ofEpochMilli(row.getLong("first_seen")),
        Instant.ofEpochMilli(row.getLong("last_seen")),
        row.getLong("times"),
        row.getLong("change_no"));
  }
}
