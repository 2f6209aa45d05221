package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies one difference to a record: a dotted path, where {@code [2]} is an element by number and
 * {@code [Role.TemplateId]} the element whose displayName, Name or key is that text.
 */
final class Patch {

  private static final String REMOVE = "~remove";
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]+)\\]");
  private static final String[] NAMES = {"displayName", "Name", "name", "key"};

  private Patch() {}

  /**
   * Changes the record.
   *
   * @throws IllegalArgumentException when the path leads nowhere
   */
  static void apply(ObjectNode record, String path, JsonNode value) {
    List<String> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    while (matcher.find()) {
      steps.add(matcher.group(1) != null ? matcher.group(1) : "[" + matcher.group(2));
    }
    JsonNode parent = record;
    for (String step : steps.subList(0, Math.max(steps.size() - 1, 0))) {
      parent = child(parent, step);
      if (parent == null) {
        throw new IllegalArgumentException(
            "the path (%s) leads nowhere: there is no (%s)."
                .formatted(path, step.replace("[", "")));
      }
    }
    set(parent, steps.get(steps.size() - 1), value, path);
  }

  private static @Nullable JsonNode child(JsonNode parent, String step) {
    if (!step.startsWith("[")) {
      return parent.get(step);
    }
    int index = index(parent, step.substring(1));
    return index < 0 ? null : parent.get(index);
  }

  private static int index(JsonNode parent, String text) {
    if (text.chars().allMatch(Character::isDigit)) {
      int index = Integer.parseInt(text);
      return index < parent.size() ? index : -1;
    }
    for (int i = 0; i < parent.size(); i++) {
      for (String name : NAMES) {
        if (parent.get(i).path(name).asText().equals(text)) {
          return i;
        }
      }
    }
    return -1;
  }

  private static void set(JsonNode parent, String step, JsonNode value, String path) {
    boolean remove = value.isTextual() && value.asText().equals(REMOVE);
    if (parent instanceof ObjectNode object && !step.startsWith("[")) {
      if (remove && !object.has(step)) {
        throw new IllegalArgumentException("the path (%s) removes nothing.".formatted(path));
      }
      if (remove) {
        object.remove(step);
      } else {
        object.set(step, value);
      }
      return;
    }
    if (parent instanceof ArrayNode array && step.startsWith("[")) {
      String text = step.substring(1);
      int index = index(array, text);
      boolean next = text.equals(String.valueOf(array.size()));
      if (remove && index >= 0) {
        array.remove(index);
        return;
      }
      if (!remove && (index >= 0 || next)) {
        if (next) {
          array.add(value);
        } else {
          array.set(index, value);
        }
        return;
      }
    }
    throw new IllegalArgumentException("the path (%s) leads nowhere.".formatted(path));
  }
}
