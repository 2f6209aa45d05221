package dev.appwatch.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes and reads the journal; entries are only ever added. */
final class JournalTable {

  private static final int PAGE = 500;

  private JournalTable() {}

  static Optional<JournalHead> head(Handle handle) {
    return handle
        .createQuery("SELECT no, digest FROM journal_head WHERE name = 'head'")
        .map((row, context) -> new JournalHead(row.getLong("no"), row.getString("digest")))
        .findOne();
  }

  /**
   * Begins a journal that is empty with what the store holds already: an earlier version kept none.
   */
  static void begin(Handle handle, Instant at) {
    if (head(handle).filter(head -> head.number() == 0).isEmpty()) {
      return;
    }
    List<JournalNote> notes = new ArrayList<>();
    List<String> known = handle.createQuery("SELECT id FROM finding").mapTo(String.class).list();
    notes.add(JournalNote.of("journal.begun", Map.of("findings", known.size())));
    for (String id : known) {
      notes.addAll(DecisionNotes.takenOver(handle, id));
    }
    append(handle, at, notes);
  }

  /** Appends entries, within a transaction of whoever has the turn to write. */
  static void append(Handle handle, Instant at, List<JournalNote> notes) {
    if (notes.isEmpty()) {
      return;
    }
    JournalHead head =
        head(handle)
            .orElseThrow(() -> new IllegalStateException("The head of the journal is missing."));
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO journal (no, written_at, kind, payload, previous, digest)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    Instant written = Instant.ofEpochMilli(at.toEpochMilli());
    for (JournalNote note : notes) {
      JournalEntry entry = JournalEntry.after(head, written, note);
      batch
          .bind(0, entry.number())
          .bind(1, written.toEpochMilli())
          .bind(2, entry.kind())
          .bind(3, entry.payload())
          .bind(4, entry.previous())
          .bind(5, entry.digest())
          .add();
      head = entry.head();
    }
    batch.execute();
    handle.execute(
        "UPDATE journal_head SET no = ?, digest = ? WHERE name = 'head'",
        head.number(),
        head.digest());
  }

  /** Returns the entries after that number, the first of them first. */
  static List<JournalEntry> after(Handle handle, long number, int most) {
    return handle
        .createQuery("SELECT * FROM journal WHERE no > :no ORDER BY no LIMIT :most")
        .bind("no", number)
        .bind("most", most)
        .map((row, context) -> read(row))
        .list();
  }

  static void forEach(Database database, Consumer<JournalEntry> consumer) {
    long last = 0;
    List<JournalEntry> page;
    do {
      long from = last;
      page = database.read(handle -> after(handle, from, PAGE));
      page.forEach(consumer);
      last = page.isEmpty() ? last : page.get(page.size() - 1).number();
    } while (!page.isEmpty());
  }

  private static JournalEntry read(ResultSet row) throws SQLException {
    return new JournalEntry(
        row.getLong("no"),
        Instant.ofEpochMilli(row.getLong("written_at")),
        row.getString("kind"),
        row.getString("payload"),
        row.getString("previous"),
        row.getString("digest"));
  }
}
