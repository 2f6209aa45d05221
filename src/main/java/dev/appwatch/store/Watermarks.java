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

  /** Takes in that everything of a source up to that moment is kept; it never goes back. */
  public void advance(String source, Instant upTo, Instant at) {
    database.write(
        handle ->
            handle.execute(
                "INSERT INTO watermark (source, up_to, moved) VALUES (?, ?, ?) ON CONFLICT (source)"
                    + " DO UPDATE SET up_to = excluded.up_to, moved = excluded.moved WHERE"
                    + " watermark.up_to < excluded.up_to",
                source,
                upTo.toEpochMilli(),
                at.toEpochMilli()));
  }
}
