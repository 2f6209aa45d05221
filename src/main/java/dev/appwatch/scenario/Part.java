package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a scenario file, with the way that leads to it.
 *
 * @param text the file
 * @param value what is there; missing where nothing is
 * @param way names of members and numbers of elements
 */
record Part(ScenarioText text, JsonNode value, List<Object> way) {

  Part {
    way = List.copyOf(way);
  }

  static Part of(ScenarioText text) {
    return new Part(text, text.tree(), List.of());
  }

  Part member(String name) {
    return new Part(text, value.path(name), longer(name));
  }

  List<Part> elements() {
    List<Part> elements = new ArrayList<>();
    for (int index = 0; value.isArray() && index < value.size(); index++) {
      elements.add(new Part(text, value.get(index), longer(index)));
    }
    return elements;
  }

  List<String> names() {
    List<String> names = new ArrayList<>();
    value.fieldNames().forEachRemaining(names::add);
    return names;
  }

  boolean there() {
    return !value.isMissingNode();
  }

  int line() {
    return text.line(way.toArray());
  }

  private List<Object> longer(Object step) {
    List<Object> longer = new ArrayList<>(way);
    longer.add(step);
    return longer;
  }
}
