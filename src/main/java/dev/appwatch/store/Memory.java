package dev.appwatch.store;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What the service remembers of itself from one run to the next, by topic and name. To be used
 * within the transaction that handed it out.
 */
public final class Memory {

  private final Handle handle;

  Memory(Handle handle) {
    this.handle = handle;
  }

  /** Returns what is remembered about a topic, by name. */
  public SortedMap<String, String> topic(String topic) {
    SortedMap<String, String> values = new TreeMap<>();
    handle
        .createQuery("SELECT name, value FROM remembered WHERE topic = :topic")
        .bind("topic", topic)
        .map((row, context) -> Map.entry(row.getString("name"), row.getString("value")))
        .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    return values;
  }

  /** Remembers this about a topic, and nothing else any more. */
  public void replace(String topic, Map<String, String> values) {
    SortedMap<String, String> before = topic(topic);
    PreparedBatch gone = handle.prepareBatch("DELETE FROM remembered WHERE topic = ? AND name = ?");
    before.keySet().stream()
        .filter(name -> !values.containsKey(name))
        .forEach(name -> gone.bind(0, topic).bind(1, name).add());
    PreparedBatch put =
        handle.prepareBatch(
            "INSERT INTO remembered (topic, name, value) VALUES (?, ?, ?)"
                + " ON CONFLICT (topic, name) DO UPDATE SET value = excluded.value");
    values.forEach(
        (name, value) -> {
          if (!value.equals(before.get(name))) {
            put.bind(0, topic).bind(1, name).bind(2, value).add();
          }
        });
    if (gone.size() > 0) {
      gone.execute();
    }
    if (put.size() > 0) {
      put.execute();
    }
  }
}
