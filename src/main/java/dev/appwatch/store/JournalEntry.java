package dev.appwatch.store;

import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * An entry of the journal.
 *
 * @param number its number, from 1
 * @param at when it was written, in whole milliseconds
 * @param kind what happened
 * @param payload a JSON object that says more
 * @param previous the digest of the entry before, empty for the first
 * @param digest {@code sha256:} and 64 hex digits over all of this
 */
public record JournalEntry(
    long number, Instant at, String kind, String payload, String previous, String digest) {

  private static final String SCHEMA = "appwatch.journal/1";

  static JournalEntry after(JournalHead head, Instant at, JournalNote note) {
    long number = head.number() + 1;
    return new JournalEntry(
        number,
        at,
        note.kind(),
        note.payload(),
        head.digest(),
        digest(number, at, note.kind(), note.payload(), head.digest()));
  }

  /** Returns the digest that the entry should have. */
  String rightDigest() {
    return digest(number, at, kind, payload, previous);
  }

  JournalHead head() {
    return new JournalHead(number, digest);
  }

  /** Only the payload may hold a line break, and it comes last: no two entries look the same. */
  private static String digest(
      long number, Instant at, String kind, String payload, String previous) {
    String text =
        String.join(
            "\n",
            SCHEMA,
            Long.toString(number),
            Long.toString(at.toEpochMilli()),
            kind,
            previous,
            payload);
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
