package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes out of records who and when they are about, and leaves what they say. */
public final class Anonymiser {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final Set<String> OPERATIONS =
      Set.of(
          "activitydisplayname",
          "operationname",
          "operationnamevalue",
          "operation",
          "operations",
          "category",
          "type",
          "recordtype",
          "workload",
          "loggedbyservice",
          "operationtype",
          "result",
          "resulttype",
          "resultsignature",
          "resultstatus",
          "state",
          "status",
          "approval",
          "rows",
          "frequency",
          "calendar",
          "risk",
          "serviceprincipaltype",
          "location",
          "country",
          "countryorregion",
          "kind",
          "class",
          "tier",
          "single_sign_on_mode");
  private static final Set<String> NAMES =
      Set.of("name", "identity", "givenname", "surname", "familyname", "nickname", "clientname");
  private static final List<String> PROPERTY = List.of("displayName", "Name", "name", "key");
  private static final String DESCRIPTION = "DisplayName=";
  private static final long EPOCH_FROM = 1_400_000_000L;
  private static final long EPOCH_TO = 2_100_000_000L;
  private static final long MILLIS = 1000;
  private static final long LONG_NUMBER = 100_000;

  private final Pseudonyms pseudonyms;
  private final Set<String> names = new HashSet<>();

  public Anonymiser(Pseudonyms pseudonyms) {
    this.pseudonyms = pseudonyms;
  }

  /** Learns what occurs in a record, before any is changed. */
  public void learn(Map<String, @Nullable Object> record) {
    learn(record, "", null);
  }

  /** Learns a name that may stand anywhere. */
  public void learnName(@Nullable String name) {
    if (name != null && !name.isBlank()) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
  }

  /** Returns a record with everything replaced that is its tenant's own. */
  public Map<String, @Nullable Object> record(
      Map<String, @Nullable Object> record, DayShift shift) {
    return map(record, "", shift);
  }

  /** Returns a value of a list, a policy or a change likewise. */
  public String value(String member, String text, DayShift shift) {
    return text(text, mode(member, null), shift);
  }

  /** Returns whether a value of a list is about something that occurs in the records. */
  public boolean knows(String member, String text) {
    return !text.isBlank() && pseudonyms.knows(text, mode(member, null));
  }

  /**
   * Returns what of the originals is left in the values of a tree; nothing, unless we are wrong.
   */
  public Set<String> leftIn(@Nullable Object value) {
    Set<String> left = new TreeSet<>();
    if (value instanceof Map<?, ?> map) {
      map.values().forEach(inner -> left.addAll(leftIn(inner)));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> left.addAll(leftIn(inner)));
    } else if (value != null) {
      left.addAll(pseudonyms.leftIn(String.valueOf(value)));
    }
    return left;
  }

  private void learn(@Nullable Object value, String member, @Nullable String property) {
    if (value instanceof Map<?, ?> map) {
      String of = property(map);
      map.forEach(
          (key, inner) ->
              learn(inner, of != null && PROPERTY.contains(key) ? "operation" : "" + key, of));
    } else if (value instanceof List<?> list) {
      list.forEach(inner -> learn(inner, member, property));
    } else if (value instanceof String text) {
      Object parsed = parsed(text);
      if (parsed != null) {
        learn(parsed, member, property);
        return;
      }
      pseudonyms.avoid(text);
      switch (mode(member, property)) {
        case WORDS -> pseudonyms.keepWords(text);
        case NAME -> learnName(text);
        case PLAIN -> {}
      }
    } else if (value != null) {
      pseudonyms.avoid(String.valueOf(value));
    }
  }

  private Map<String, @Nullable Object> map(Map<?, ?> map, String property, DayShift shift) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>();
    String of = property(map);
    map.forEach(
        (key, inner) -> {
          String name = String.valueOf(key);
          boolean isProperty = of != null && PROPERTY.contains(name);
          changed.put(
              pseudonyms.text(name, Pseudonyms.Mode.WORDS, shift),
              value(inner, isProperty ? "operation" : name, of != null ? of : property, shift));
        });
    return changed;
  }

  private @Nullable Object value(
      @Nullable Object value, String member, String property, DayShift shift) {
    if (value instanceof Map<?, ?> map) {
      return map(map, property, shift);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> changed = new ArrayList<>();
      list.forEach(inner -> changed.add(value(inner, member, property, shift)));
      return changed;
    }
    if (value instanceof String text) {
      return string(text, member, property, shift);
    }
    return value instanceof Number number ? number(number, member, shift) : value;
  }

  private String string(String text, String member, String property, DayShift shift) {
    Object parsed = parsed(text);
    if (parsed != null) {
      try {
        return JSON.writeValueAsString(value(parsed, member, property, shift));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("What was read as JSON can be written as JSON.", e);
      }
    }
    return text(text, mode(member, property), shift);
  }

  private String text(String text, Pseudonyms.Mode mode, DayShift shift) {
    boolean name = mode == Pseudonyms.Mode.PLAIN && names.contains(text.toLowerCase(Locale.ROOT));
    if (name || mode != Pseudonyms.Mode.PLAIN) {
      return pseudonyms.text(text, name ? Pseudonyms.Mode.NAME : mode, shift);
    }
    int at = text.indexOf(DESCRIPTION); // of a key, the last part of its description
    return at < 0
        ? pseudonyms.text(text, mode, shift)
        : pseudonyms.text(text.substring(0, at + DESCRIPTION.length()), mode, shift)
            + pseudonyms.text(
                text.substring(at + DESCRIPTION.length()), Pseudonyms.Mode.NAME, shift);
  }

  private Number number(Number number, String member, DayShift shift) {
    String lower = member.toLowerCase(Locale.ROOT);
    if (lower.equals("latitude") || lower.equals("longitude")) {
      return 0;
    }
    if (!(number instanceof Integer || number instanceof Long || number instanceof BigInteger)) {
      return number;
    }
    long value = number.longValue();
    if (value >= EPOCH_FROM && value <= EPOCH_TO) {
      return value + shift.seconds();
    }
    if (value >= EPOCH_FROM * MILLIS && value <= EPOCH_TO * MILLIS) {
      return value + shift.seconds() * MILLIS;
    }
    return Math.abs(value) < LONG_NUMBER
        ? number
        : new BigInteger(
            pseudonyms.text(number.toString().replace("-", ""), Pseudonyms.Mode.PLAIN, shift));
  }

  private static Pseudonyms.Mode mode(String member, @Nullable String property) {
    String lower = member.toLowerCase(Locale.ROOT).replaceFirst("_[a-z]$", "");
    if (OPERATIONS.contains(lower)) {
      return Pseudonyms.Mode.WORDS;
    }
    if (lower.endsWith("displayname") || NAMES.contains(lower)) {
      return Pseudonyms.Mode.NAME;
    }
    boolean ofName =
        property != null && property.toLowerCase(Locale.ROOT).matches(".*displayname|(.*\\.)?name");
    return ofName && lower.matches("(old|new)?value")
        ? Pseudonyms.Mode.NAME
        : Pseudonyms.Mode.PLAIN;
  }

  /** Returns the name of the property that a map is about, null when it is about none. */
  private static @Nullable String property(Map<?, ?> map) {
    boolean about =
        map.keySet().stream()
            .anyMatch(key -> String.valueOf(key).matches("(?i)(old|new)?value|oldvalue"));
    for (String name : PROPERTY) {
      if (about && map.get(name) instanceof String text) {
        return text;
      }
    }
    return null;
  }

  /** Returns what is written as text inside a text; null when it is no JSON. */
  private static @Nullable Object parsed(String text) {
    String plain = text.strip();
    if (!plain.startsWith("{") && !plain.startsWith("[") && !plain.startsWith("\"")) {
      return null;
    }
    try {
      JsonNode tree = JSON.readTree(plain);
      return JSON.convertValue(tree, Object.class);
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
