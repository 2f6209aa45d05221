package dev.appwatch.normalise;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads members of a raw record whatever type the exporter gave them. */
final class Fields {

  private final Map<String, @Nullable Object> members;

  Fields(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  static final Fields NONE = new Fields(Map.of());

  Map<String, @Nullable Object> members() {
    return members;
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /** Returns the first of the members that is a non-blank scalar, as text, or null. */
  @Nullable String text(String... names) {
    for (String name : names) {
      String text = scalar(members.get(name));
      if (text != null && !text.isBlank()) {
        return text;
      }
    }
    return null;
  }

  /** Returns {@link #text} or the empty string. */
  String textOrEmpty(String... names) {
    String text = text(names);
    return text == null ? "" : text;
  }

  /** Returns {@link #text} in lower case, or null; for ids, which no log writes consistently. */
  @Nullable String id(String... names) {
    return Ids.clean(text(names));
  }

  /** Returns a member that is an object, or the text of one. */
  Fields object(String... names) {
    for (String name : names) {
      Object value = unpacked(members.get(name));
      if (value instanceof Map<?, ?> map) {
        return new Fields(typed(map));
      }
      if (value instanceof List<?> list && list.size() == 1 && list.get(0) instanceof Map<?, ?> m) {
        return new Fields(typed(m));
      }
    }
    return NONE;
  }

  /** Returns the first of the members that is an object with members, or the text of one. */
  Fields filled(String... names) {
    for (String name : names) {
      Fields object = object(name);
      if (!object.isEmpty()) {
        return object;
      }
    }
    return NONE;
  }

  /** Returns the member whose name equals in any case, if it is an object. */
  Fields objectIgnoringCase(String name) {
    for (String member : members.keySet()) {
      if (member.equalsIgnoreCase(name)) {
        return object(member);
      }
    }
    return NONE;
  }

  /** Returns whether there is a value at all: unions of tables leave columns empty. */
  static boolean filled(@Nullable Object value) {
    return value != null
        && !(value instanceof String text && text.isBlank())
        && !(value instanceof List<?> list && list.isEmpty())
        && !(value instanceof Map<?, ?> map && map.isEmpty());
  }

  /** Returns whether the member has a value. */
  boolean hasValue(String name) {
    return filled(members.get(name));
  }

  /** Returns the objects of a member that is an array, one object, or the text of either. */
  List<Fields> objects(String... names) {
    for (String name : names) {
      Object value = unpacked(members.get(name));
      if (value instanceof Map<?, ?> map) {
        return List.of(new Fields(typed(map)));
      }
      if (value instanceof List<?> list) {
        List<Fields> found = new ArrayList<>(list.size());
        for (Object element : list) {
          if (unpacked(element) instanceof Map<?, ?> map) {
            found.add(new Fields(typed(map)));
          }
        }
        return found;
      }
    }
    return List.of();
  }

  /** Returns the scalars of a member that is an array, as text. */
  List<String> texts(String name) {
    Object value = unpacked(members.get(name));
    List<String> found = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (Object element : list) {
        String text = scalar(element);
        if (text != null && !text.isBlank()) {
          found.add(text);
        }
      }
    }
    return found;
  }

  /** Returns the member whose name equals in any case, or null. */
  @Nullable Object ignoringCase(String name) {
    Object exact = members.get(name);
    if (exact != null) {
      return exact;
    }
    for (Map.Entry<String, @Nullable Object> member : members.entrySet()) {
      if (member.getKey().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return null;
  }

  /** Returns {@link #ignoringCase} as non-blank text, or null. */
  @Nullable String textIgnoringCase(String name) {
    String text = scalar(ignoringCase(name));
    return text == null || text.isBlank() ? null : text;
  }

  /** Returns the first unless it is missing, else the second. */
  static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one != null ? one : other;
  }

  static @Nullable String scalar(@Nullable Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Number || value instanceof Boolean ? value.toString() : null;
  }

  /** Exports deliver objects as JSON text: unpack those, leave everything else alone. */
  private static @Nullable Object unpacked(@Nullable Object value) {
    if (value instanceof String text) {
      String trimmed = text.strip();
      if (trimmed.startsWith("{") || trimmed.startsWith("[")) {
        try {
          return Values.parse(trimmed);
        } catch (JsonProcessingException e) {
          return text; // free text that happens to start with a bracket
        }
      }
    }
    return value;
  }

  @SuppressWarnings("unchecked") // maps of a raw record have text keys only
  private static Map<String, @Nullable Object> typed(Map<?, ?> map) {
    return (Map<String, @Nullable Object>) map;
  }
}
