package dev.appwatch.store;

import java.time.Instant;
import java.util.Optional;

/** Up to which moment each source was read that is asked for what is new. */
public final class Watermarks {

  private final Database database;

  Watermarks(Database database) {
    this.database = database;
  }

  /** Returns up to when a source was read, to the millisecond; nothing when it never was. */
  public Optional<Instant> of(String source) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT up_to FROM watermark WHERE source = :source")
                .bind("source", source)
                .mapTo(Long.class)
                .findOne()
                .map(Instant::ofEpochMilli));
  }

  /** Takes in that everything of a source up to that moment is kept; it does not go back. */
  public void advance(String source, Instant upTo, Instant at) {
    put(source, upTo, at, " WHERE watermark.up_to < excluded.up_to");
  }

  /** Goes back to a moment, for the clock by which it was kept was wrong. */
  public void goBack(String source, Instant upTo, Instant at) {
    put(source, upTo, at, "");
  }

  private void put(String source, Instant upTo, Instant at, String condition) {
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO watermark (source, up_to, moved) VALUES (?, ?, ?) ON CONFLICT (source)"
                    + " DO UPDATE SET up_to = excluded.up_to, moved = excluded.moved"
                    + condition,
                source,
                upTo.toEpochMilli(),
                at.toEpochMilli()));
  }
}
