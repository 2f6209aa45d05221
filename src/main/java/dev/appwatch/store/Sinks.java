package dev.appwatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How far each sink of findings has come, in numbers of changes, and which process serves it.
 *
 * <p>Every method throws {@link StoreException} when the database does not answer.
 */
public final class Sinks {

  private static final String CLAIM =
      "UPDATE sink SET owner = :owner, claimed = (SELECT millis FROM moment) WHERE name = :name";

  private final Database database;

  Sinks(Database database) {
    this.database = database;
  }

  /** Returns the last change that a sink has; a sink that is new has none. */
  public long position(String sink) {
    return database
        .read(handle -> known(handle, sink)) // a write would wait for the disk, at every look
        .orElseGet(() -> database.write(handle -> begin(handle, sink)));
  }

  private static long begin(Handle handle, String sink) {
    handle.execute(
        "INSERT INTO sink (name, change_no, delivered) VALUES (?, 0, 0) ON CONFLICT (name) DO"
            + " NOTHING",
        sink);
    return known(handle, sink).orElseThrow();
  }

  private static Optional<Long> known(Handle handle, String sink) {
    return handle
        .createQuery("SELECT change_no FROM sink WHERE name = :name")
        .bind("name", sink)
        .mapTo(Long.class)
        .findOne();
  }

  /** Takes in that a sink has every change up to that number. */
  public void advance(String sink, long change, Instant at) {
    database.write(
        handle ->
            handle.execute(
                "UPDATE sink SET change_no = ?, delivered = ? WHERE name = ? AND change_no < ?",
                change,
                at.toEpochMilli(),
                sink,
                change));
  }

  /** Returns whether other processes may serve the same sinks; only then claims are needed. */
  public boolean shared() {
    return database.shared();
  }

  /**
   * Claims a sink, or renews a claim, unless somebody else has it.
   *
   * @param owner a name that no other process has
   * @param lease how long a claim lasts that is not renewed, by the clock of the database
   * @return whether the sink is the owner's now
   */
  public boolean claim(String sink, String owner, Duration lease) {
    position(sink); // so that there is a row to claim
    return database.writeApart(
        handle ->
            handle
                    .createUpdate(
                        CLAIM
                            + " AND (owner IN ('', :owner) OR claimed + :lease <= (SELECT millis"
                            + " FROM moment))")
                    .bind("name", sink)
                    .bind("owner", owner)
                    .bind("lease", lease.toMillis())
                    .execute()
                == 1);
  }

  /** Renews a claim; returns false where somebody else took the sink over in the meantime. */
  public boolean renew(String sink, String owner) {
    return database.writeApart(
        handle ->
            handle
                    .createUpdate(CLAIM + " AND owner = :owner")
                    .bind("name", sink)
                    .bind("owner", owner)
                    .execute()
                == 1);
  }

  /** Gives a sink up, so that another process may serve it at once. */
  public void release(String sink, String owner) {
    database.writeApart(
        handle ->
            handle.execute("UPDATE sink SET owner = '' WHERE name = ? AND owner = ?", sink, owner));
  }

  /** Returns all sinks that ever began and were not forgotten, by name. */
  public List<SinkState> all() {
    return database.read(Sinks::states);
  }

  static List<SinkState> states(Handle handle) {
    return handle
        .createQuery(
            "SELECT sink.name AS name, counter.value - sink.change_no AS behind, delivered FROM"
                + " sink, counter WHERE counter.name = 'change' ORDER BY sink.name")
        .map((row, context) -> state(row))
        .list();
  }

  private static SinkState state(ResultSet row) throws SQLException {
    long delivered = row.getLong("delivered");
    return new SinkState(
        row.getString("name"),
        row.getLong("behind"),
        delivered == 0 ? null : Instant.ofEpochMilli(delivered));
  }

  /**
   * Forgets a sink, so that nothing is kept for it, and says so in the journal; where it is served
   * again it begins anew.
   *
   * @return whether there was one of that name
   */
  public boolean forget(String sink, Instant at) {
    return database.write(
        handle -> {
          if (handle.execute("DELETE FROM sink WHERE name = ?", sink) == 0) {
            return false;
          }
          JournalTable.begin(handle, at);
          JournalTable.append(
              handle, at, List.of(JournalNote.of("sink.forgotten", Map.of("sink", sink))));
          return true;
        });
  }
}
