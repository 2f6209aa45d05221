package dev.appwatch.store;

import dev.appwatch.context.ChangeRegister;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The records of a store that could not be judged. */
public final class Quarantine {

  private static final int FETCHED = 100;

  private final Database database;
  private final Keeper keeper;

  Quarantine(Database database, Keeper keeper) {
    this.database = database;
    this.keeper = keeper;
  }

  /** Keeps what judging led to, within a transaction. */
  @FunctionalInterface
  interface Keeper {
    void keep(Handle handle, Outcome outcome, ChangeRegister changes);
  }

  /**
   * Hands out the records, the first that came first.
   *
   * @param judged whether those are wanted too that a retry judged
   */
  public void forEach(boolean judged, Consumer<StoredQuarantine> consumer) {
    database.consistent(
        handle -> {
          handle
              .createQuery(
                  "SELECT * FROM quarantine "
                      + (judged ? "" : "WHERE judged_at IS NULL ")
                      + "ORDER BY first_seen, source, record, id")
              .setFetchSize(FETCHED)
              .map((row, context) -> QuarantineTable.read(row))
              .useIterator(rows -> rows.forEachRemaining(consumer));
          return judged;
        });
  }

  /** Returns the record of that id, or the only one whose id begins so. */
  public Optional<StoredQuarantine> withId(String id) {
    List<StoredQuarantine> whole = where("id = :id", id);
    List<StoredQuarantine> found =
        whole.isEmpty() ? where("substr(id, 1, length(:id)) = :id LIMIT 2", id) : whole;
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private List<StoredQuarantine> where(String condition, String id) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT * FROM quarantine WHERE " + condition)
                .bind("id", id)
                .map((row, context) -> QuarantineTable.read(row))
                .list());
  }

  /**
   * Keeps what judging a record at last led to; it waits no longer. Its records move from those
   * quarantined to those evaluated.
   *
   * @param outcome what its bytes led to; none of them may be in quarantine again
   * @return whether it still waited
   */
  public boolean judged(StoredQuarantine record, Outcome outcome, ChangeRegister changes) {
    if (!outcome.quarantined().isEmpty() || !outcome.intake().equals(record.intake())) {
      throw new IllegalArgumentException(
          "The record (%s) of %s was not judged.".formatted(record.id(), record.intake()));
    }
    return database.write(
        handle -> {
          int waited =
              handle.execute(
                  "UPDATE quarantine SET judged_at = ? WHERE id = ? AND times = ? AND judged_at IS"
                      + " NULL",
                  outcome.at().toEpochMilli(),
                  record.id(),
                  record.times());
          if (waited == 0) {
            return false;
          }
          keeper.keep(handle, outcome, changes);
          // it came so many times, is judged as often, and was counted once more just now
          CountTables.addTotals(
              handle,
              record.intake(),
              new Totals(-1, record.times() - 1, -record.times()),
              outcome.at());
          JournalTable.append(
              handle,
              outcome.at(),
              List.of(
                  JournalNote.of(
                      "quarantine.judged",
                      new TreeMap<>(
                          Map.of(
                              "id", record.id(),
                              "intake", record.intake(),
                              "sha256", record.sha256(),
                              "records", outcome.totals().received())))));
          return true;
        });
  }

  /** Returns how many records wait. */
  public long waiting() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT count(*) FROM quarantine WHERE judged_at IS NULL")
                .mapTo(Long.class)
                .one());
  }

  /** Returns when the first record that waits came. */
  public Optional<Instant> oldest() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT first_seen FROM quarantine WHERE judged_at IS NULL ORDER BY first_seen"
                        + " LIMIT 1")
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }
}
