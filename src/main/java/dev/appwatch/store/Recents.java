package dev.appwatch.store;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Writes and reads records that may tell something about others. */
final class Recents {

  private Recents() {}

  static void add(Handle handle, List<byte[]> records, Instant at) {
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
            "INSERT INTO recent (no, received_at, record) VALUES (:no, :at, :record)");
    long number = last - records.size();
    for (byte[] record : records) {
      number++;
      batch.bind("no", number).bind("at", at.toEpochMilli()).bind("record", record).add();
    }
    batch.execute();
  }

  static List<byte[]> all(Handle handle) {
    return handle.createQuery("SELECT record FROM recent ORDER BY no").mapTo(byte[].class).list();
  }
}
