package dev.appwatch.normalise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/** Old and new values of modified properties: JSON in JSON, bare scalars, pretty printed arrays. */
final class Values {

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Values() {}

  /** Returns the value of a JSON text as maps, lists and scalars. */
  static @Nullable Object parse(String json) throws JsonProcessingException {
    return JSON.readValue(json, Object.class);
  }

  /**
   * Returns a scalar without its quotes and an array or object as compact JSON, so that every shape
   * of the log gives the same text. Text that can't be parsed is kept: it is unknown, not absent.
   * The bare empty string means "not recorded" in exports and becomes null.
   */
  static @Nullable String canonical(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      return value instanceof Number || value instanceof Boolean
          ? value.toString()
          : compact(value);
    }
    if (text.isEmpty()) {
      return null;
    }
    char first = text.charAt(0);
    try {
      if (first == '"' && text.length() > 1 && text.endsWith("\"")) {
        return scalarOf(text);
      }
      if (first == '{' || (first == '[' && text.length() > 2)) {
        return compactOf(text);
      }
    } catch (JsonProcessingException e) {
      return text;
    }
    return text;
  }

  private static @Nullable String scalarOf(String text) throws JsonProcessingException {
    if (text.indexOf('\\') < 0 && text.indexOf('"', 1) == text.length() - 1) {
      return text.substring(1, text.length() - 1);
    }
    Object parsed = parse(text);
    return parsed instanceof String scalar ? scalar : text;
  }

  private static String compactOf(String text) throws JsonProcessingException {
    boolean compactAlready =
        text.indexOf('\n') < 0
            && text.indexOf('\r') < 0
            && text.indexOf("\\/") < 0
            && text.indexOf("\": ") < 0
            && text.indexOf(", ") < 0;
    if (compactAlready) {
      return text;
    }
    Object parsed = parse(text);
    return parsed == null ? text : compact(parsed);
  }

  private static String compact(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      return value.toString(); // maps, lists and scalars can always be written
    }
  }
}
