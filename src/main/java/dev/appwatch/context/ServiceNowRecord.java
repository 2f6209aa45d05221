package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts a record of ServiceNow's table {@code change_request} into our words. Its values are plain,
 * or pairs of {@code value} and {@code display_value}, of which the value counts.
 */
final class ServiceNowRecord {

  private static final Pattern STORED_TIME =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d");
  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

  private final JsonNode record;
  private final ObjectNode members = JsonNodeFactory.instance.objectNode();

  private ServiceNowRecord(JsonNode record) {
    this.record = record;
  }

  static JsonNode members(JsonNode record, ServiceNowFields fields) {
    ServiceNowRecord reader = new ServiceNowRecord(record);
    reader.put("id", reader.value("number"));
    reader.put("type", reader.value("type"));
    reader.put("state", reader.value("state"));
    reader.put("approval", reader.value("approval"));
    reader.put("requester", reader.value("requested_by"));
    reader.put("approver", reader.value(fields.approver()));
    reader.put("tenant", reader.value(fields.tenant()));
    reader.put("expectedCount", reader.value(fields.expectedCount()));
    reader.putList("apps", fields.apps());
    reader.putList("rows", fields.rows());
    reader.putList("actors", fields.actors());
    reader.put("approvedAt", reader.time("approval_set"));
    reader.put("start", reader.time("start_date"));
    reader.put("end", reader.time("end_date"));
    reader.put("workStart", reader.time("work_start"));
    reader.put("workEnd", reader.time("work_end"));
    String state = reader.value("state");
    if (state != null && "canceled".equals(ChangeFacts.state(state.toLowerCase(Locale.ROOT)))) {
      reader.put("canceledAt", reader.time("closed_at"));
    }
    return reader.members;
  }

  private void put(String name, @Nullable String value) {
    if (value != null) {
      members.put(name, value);
    }
  }

  private void putList(String name, String field) {
    String text = value(field);
    if (text != null) {
      SEPARATORS.splitAsStream(text).forEach(members.withArray(name)::add);
    }
  }

  private @Nullable String value(String field) {
    JsonNode node = record.path(field);
    if (!node.isObject()) {
      return text(node);
    }
    String value = text(node.path("value"));
    return value != null ? value : text(node.path("display_value"));
  }

  /**
   * Returns a time as it is stored, in UTC. One that is only displayed is in the zone of whoever
   * asked, which nobody knows any more.
   */
  private @Nullable String time(String field) {
    String text = value(field);
    if (text == null || !STORED_TIME.matcher(text).matches()) {
      return text;
    }
    JsonNode node = record.path(field);
    boolean stored = !node.isObject() || text(node.path("value")) != null;
    return text.replace(' ', 'T') + (stored ? "Z" : "");
  }

  private static @Nullable String text(JsonNode node) {
    return node.isTextual() && !node.textValue().isBlank() ? node.textValue().strip() : null;
  }
}
