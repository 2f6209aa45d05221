package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes a value of {@link TreeReader} as JSON in which that reader finds the same value. */
final class TreeWriter {

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  private TreeWriter() {}

  static byte[] write(@Nullable Object value) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      write(json, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // half a character is no UTF-8, though JSON may name it
    return LONE_SURROGATE
        .matcher(text.toString())
        .replaceAll(half -> "\\\\u%04x".formatted((int) half.group().charAt(0)))
        .getBytes(UTF_8);
  }

  private static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value instanceof Map<?, ?> fields) {
      json.writeStartObject();
      for (Map.Entry<?, ?> member : fields.entrySet()) {
        json.writeFieldName(String.valueOf(member.getKey()));
        write(json, member.getValue());
      }
      json.writeEndObject();
    } else if (value instanceof List<?> elements) {
      json.writeStartArray();
      for (Object element : elements) {
        write(json, element);
      }
      json.writeEndArray();
    } else if (value instanceof BigDecimal number) {
      json.writeNumber(decimal(number));
    } else if (value instanceof Number number) {
      json.writeNumber(number.toString());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      json.writeNull();
    }
  }

  /** Returns the shorter of two ways, so that no record grows; without a point it has an e. */
  private static String decimal(BigDecimal number) {
    String plain = number.toString();
    String exponent = number.unscaledValue() + "e" + -number.scale();
    return number.scale() != 0 && plain.length() <= exponent.length() ? plain : exponent;
  }
}
