package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The cases of windows and calendars, in the words of our own format. */
final class FeedCases {

  static final JsonNode ALL = read();

  private static final Map<String, String> WINDOW =
      Map.of(
          "approved_at", "approvedAt",
          "rules", "rows",
          "expected_count", "expectedCount",
          "canceled_at", "canceledAt",
          "work_end", "workEnd");

  private FeedCases() {}

  private static JsonNode read() {
    try {
      return new ObjectMapper()
          .readTree(Path.of("src/test/resources/suppression/cases.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<JsonNode> ofKind(String kind) {
    return StreamSupport.stream(ALL.path("cases").spliterator(), false)
        .filter(one -> one.path("kind").asText().equals(kind));
  }

  /** Returns a window of the cases as a change of ours. */
  static ObjectNode change(JsonNode window) {
    ObjectNode change = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> member : window.properties()) {
      if (member.getKey().equals("recur")) {
        change.set("recurrence", recurrence(member.getValue()));
      } else {
        change.set(WINDOW.getOrDefault(member.getKey(), member.getKey()), member.getValue());
      }
    }
    return change;
  }

  private static ObjectNode recurrence(JsonNode recur) {
    ObjectNode recurrence = JsonNodeFactory.instance.objectNode();
    recurrence.put("frequency", recur.path("freq").asText());
    if (recur.path("byday").isArray()) {
      recurrence.set("days", recur.path("byday"));
    }
    if (recur.has("bymonthday")) {
      recurrence.set("monthDay", recur.path("bymonthday"));
    }
    recurrence.set("at", recur.path("at"));
    recurrence.put("duration", "PT" + recur.path("duration_min").asText() + "M");
    recurrence.set("from", recur.path("from"));
    if (recur.has("until")) {
      recurrence.set("until", recur.path("until"));
    }
    if (recur.has("exdate")) {
      recurrence.set("except", recur.path("exdate"));
    }
    return recurrence;
  }

  /** Returns a calendar of the cases in our format, with a scope of its own. */
  static ObjectNode calendar(String name) {
    JsonNode written = ALL.path("defaults").path("calendars").path(name);
    ObjectNode calendar = JsonNodeFactory.instance.objectNode();
    calendar.put("id", name);
    calendar.set("zone", written.path("zone"));
    ObjectNode hours = calendar.putObject("hours");
    for (JsonNode interval : written.path("hours")) {
      String text =
          interval.path("all_day").asBoolean()
              ? "00:00-24:00"
              : interval.path("from").asText() + "-" + interval.path("to").asText();
      for (JsonNode day : interval.path("days")) {
        ArrayNode list = hours.withArray(day.asText().toLowerCase(java.util.Locale.ROOT));
        list.add(text);
      }
    }
    if (written.has("holidays")) {
      calendar.set("holidays", written.path("holidays"));
    }
    return calendar;
  }

  static List<String> names(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }
}
