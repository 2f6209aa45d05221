package dev.appwatch.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes and reads records that may tell something about others. */
final class Recents {

  private static final int A_PAGE = 1_000;
  private static final long A_PAGE_BYTES = 16 << 20;

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
    List<Sized> next =
        handle
            .createQuery(
                "SELECT no, length(record) AS size FROM recent WHERE no > :no AND writer <> :writer"
                    + " ORDER BY no LIMIT :most")
            .bind("no", number)
            .bind("writer", otherThan)
            .bind("most", A_PAGE)
            .map((row, context) -> new Sized(row.getLong("no"), row.getLong("size")))
            .list();
    List<Sized> page = fitting(next);
    boolean more = next.size() == A_PAGE || page.size() < next.size();
    long last = more ? page.get(page.size() - 1).number() : Math.max(last(handle), number);
    return new Recent(records(handle, number, last, otherThan), last);
  }

  /** Returns the first ones, at least one: a few may be as large as many others together. */
  private static List<Sized> fitting(List<Sized> next) {
    long bytes = 0;
    int count = 0;
    while (count < next.size() && (count == 0 || bytes + next.get(count).size() <= A_PAGE_BYTES)) {
      bytes += next.get(count).size();
      count++;
    }
    return next.subList(0, count);
  }

  private static List<byte[]> records(Handle handle, long after, long last, String otherThan) {
    return handle
        .createQuery(
            "SELECT record FROM recent WHERE no > :no AND no <= :last AND writer <> :writer ORDER"
                + " BY no")
        .bind("no", after)
        .bind("last", last)
        .bind("writer", otherThan)
        .map((row, context) -> row.getBytes("record"))
        .list();
  }

  /** Returns the number of the last record. */
  static long last(Handle handle) {
    return handle.createQuery("SELECT coalesce(max(no), 0) FROM recent").mapTo(Long.class).one();
  }

  private record Sized(long number, long size) {}
}
