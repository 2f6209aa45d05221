package dev.appwatch.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes and reads records that may tell something about others. */
final class Recents {

  private static final int A_PAGE = 1_000;

  private Recents() {}

  static void add(Handle handle, String writer, List<byte[]> records, Instant at) {
    if (records.isEmpty()) {
      return;
    }
    long last =
        handle
            .createQuery(
                "UPDATE counter SET value = value + :count WHERE name = 'recent' RETURNING value")
            .bind("count", records.size())
            .mapTo(Long.class)
            .one();
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO recent (no, received_at, writer, record) VALUES (:no, :at, :writer,"
                + " :record)");
    long number = last - records.size();
    for (byte[] record : records) {
      number++;
      batch
          .bind("no", number)
          .bind("at", at.toEpochMilli())
          .bind("writer", writer)
          .bind("record", record)
          .add();
    }
    batch.execute();
  }

  /**
   * Returns the next records of others, a page of them: all of an hour need not fit into memory.
   */
  static Recent after(Handle handle, long number, String otherThan) {
    List<Numbered> page =
        handle
            .createQuery(
                "SELECT no, record FROM recent WHERE no > :no AND writer <> :writer ORDER BY no"
                    + " LIMIT :most")
            .bind("no", number)
            .bind("writer", otherThan)
            .bind("most", A_PAGE)
            .map((row, context) -> new Numbered(row.getLong("no"), row.getBytes("record")))
            .list();
    long last =
        page.size() == A_PAGE ? page.get(A_PAGE - 1).number() : Math.max(last(handle), number);
    return new Recent(page.stream().map(Numbered::record).toList(), last);
  }

  /** Returns the number of the last record. */
  static long last(Handle handle) {
    return handle.createQuery("SELECT coalesce(max(no), 0) FROM recent").mapTo(Long.class).one();
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Numbered(long number, byte[] record) {}
}
