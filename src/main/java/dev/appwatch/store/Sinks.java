package dev.appwatch.store;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** How far each sink of findings has come, in numbers of changes. */
public final class Sinks {

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

  /** Forgets a sink, so that nothing is kept for it. */
  public void forget(String sink) {
    database.write(handle -> handle.execute("DELETE FROM sink WHERE name = ?", sink));
  }
}
