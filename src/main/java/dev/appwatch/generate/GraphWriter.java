package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Entry;
import java.io.IOException;

/** Records of Microsoft Graph, which knows directory audits and sign-ins. */
final class GraphWriter implements RecordWriter {

  @Override
  public void write(JsonGenerator json, Happening happening) throws IOException {
    json.writeStartObject();
    if (happening instanceof Entry entry) {
      EntryJson.members(json, entry);
    } else if (happening instanceof Change change) {
      AuditJson.members(json, change);
    } else {
      throw new IllegalArgumentException(
          "The record (%s) must be one that Graph has.".formatted(happening.getClass()));
    }
    json.writeEndObject();
  }
}
