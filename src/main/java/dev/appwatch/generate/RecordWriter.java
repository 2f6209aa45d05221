package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what happens as one record of a shape. */
interface RecordWriter {

  DateTimeFormatter SEVEN_DIGITS = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'");
  DateTimeFormatter WITH_OFFSET = format("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'+00:00'");
  DateTimeFormatter NO_ZONE = format("uuuu-MM-dd'T'HH:mm:ss");

  void write(JsonGenerator json, Happening happening) throws IOException;

  static RecordWriter of(Shape shape) {
    return switch (shape) {
      case DIAGNOSTIC -> new DiagnosticWriter();
      case GRAPH -> new GraphWriter();
      case LOG_ANALYTICS -> new LogAnalyticsWriter();
      case UAL -> new UnifiedWriter();
    };
  }

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  static String time(Instant time) {
    return SEVEN_DIGITS.format(time);
  }

  static void pairs(JsonGenerator json, String member, Map<String, String> pairs)
      throws IOException {
    json.writeArrayFieldStart(member);
    for (Map.Entry<String, String> pair : pairs.entrySet()) {
      json.writeStartObject();
      json.writeStringField("key", pair.getKey());
      json.writeStringField("value", pair.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void text(JsonGenerator json, String member, @Nullable String value) throws IOException {
    if (value == null) {
      json.writeNullField(member);
    } else {
      json.writeStringField(member, value);
    }
  }
}
