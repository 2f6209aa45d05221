package dev.appwatch.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * What is to be written into the journal.
 *
 * @param kind what happened, for example {@code decision} or {@code pack.in-force}; one line
 * @param payload a JSON object
 */
public record JournalNote(String kind, String payload) {

  private static final ObjectWriter JSON = JsonMapper.builder().build().writer();

  /** Returns a note with these members, in their order. */
  public static JournalNote of(String kind, Map<String, ?> members) {
    try {
      return new JournalNote(kind, JSON.writeValueAsString(members));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
