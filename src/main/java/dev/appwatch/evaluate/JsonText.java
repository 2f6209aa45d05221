package dev.appwatch.evaluate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the JSON inside old and new values. */
final class JsonText {

  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private JsonText() {}

  /** Returns the elements of an array, the one value of anything else; empty when unreadable. */
  static Optional<List<JsonNode>> elements(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.of(List.of());
    }
    try {
      JsonNode node = JSON.readTree(text);
      List<JsonNode> elements = new ArrayList<>();
      if (node.isArray()) {
        node.forEach(elements::add);
      } else if (!node.isNull() && !node.isMissingNode()) {
        elements.add(node);
      }
      return Optional.of(elements);
    } catch (JsonProcessingException e) {
      return Optional.empty(); // cut or free text: unknown, not absent
    }
  }

  /** Returns the texts of an array of texts, or the text itself when it is no array. */
  static List<String> texts(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return List.of();
    }
    if (text.charAt(0) != '[' && text.charAt(0) != '{') {
      return List.of(text);
    }
    List<String> texts = new ArrayList<>();
    elements(text)
        .ifPresentOrElse(
            all ->
                all.forEach(node -> texts.add(node.isTextual() ? node.asText() : node.toString())),
            () -> texts.add(text));
    return texts;
  }
}
