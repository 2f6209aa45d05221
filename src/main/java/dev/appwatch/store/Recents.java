package dev.appwatch.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes and reads records that may tell something about others. */
final class Recents {

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

  static Recent after(Handle handle, long number, String otherThan) {
    List<byte[]> records =
        handle
            .createQuery(
                "SELECT record FROM recent WHERE no > :no AND writer <> :writer ORDER BY no")
            .bind("no", number)
            .bind("writer", otherThan)
            .mapTo(byte[].class)
            .list();
    long last =
        handle
            .createQuery("SELECT coalesce(max(no), :no) FROM recent")
            .bind("no", number)
            .mapTo(Long.class)
            .one();
    return new Recent(records, Math.max(last, number));
  }
}
