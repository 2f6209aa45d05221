package dev.appwatch.context;

import dev.appwatch.text.NearWord;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An RRULE by its parts, without those that no change window needs. */
final class IcsRule {

  private static final int MOST_CHARACTERS = 300;
  private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
  private static final String DAY = "(MO|TU|WE|TH|FR|SA|SU)";
  private static final Pattern ANYTHING = Pattern.compile(".*");
  private static final Pattern NUMBERS = Pattern.compile("[+-]?[0-9]{1,3}(,[+-]?[0-9]{1,3}){0,99}");

  /** The parts that are understood, and how each is written: the library trusts its input. */
  private static final Map<String, Pattern> PARTS =
      Map.ofEntries(
          Map.entry("FREQ", ANYTHING),
          Map.entry("UNTIL", ANYTHING),
          Map.entry("COUNT", ANYTHING),
          Map.entry("INTERVAL", ANYTHING),
          Map.entry("BYHOUR", NUMBERS),
          Map.entry(
              "BYDAY",
              Pattern.compile(
                  "([+-]?[0-9]{1,2})?" + DAY + "(,([+-]?[0-9]{1,2})?" + DAY + "){0,99}")),
          Map.entry("BYMONTHDAY", NUMBERS),
          Map.entry("BYYEARDAY", NUMBERS),
          Map.entry("BYWEEKNO", NUMBERS),
          Map.entry("BYMONTH", NUMBERS),
          Map.entry("BYSETPOS", NUMBERS),
          Map.entry("WKST", Pattern.compile(DAY)));

  private final Map<String, String> parts;

  private IcsRule(Map<String, String> parts) {
    this.parts = parts;
  }

  static IcsRule read(String value) throws BadValueException {
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : value.strip().toUpperCase(Locale.ROOT).split(";")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      String written = part.substring(equals + 1);
      Pattern pattern = equals < 0 ? null : PARTS.get(name);
      if (pattern == null || !pattern.matcher(written).matches()) {
        throw bad(value, "has a part (%s) that is not understood".formatted(NearWord.shown(part)));
      }
      if (parts.put(name, written) != null) {
        throw bad(value, "has %s twice".formatted(name));
      }
    }
    if (value.length() > MOST_CHARACTERS) {
      throw bad(value, "is too long");
    }
    if (!FREQUENCIES.contains(parts.getOrDefault("FREQ", ""))) {
      throw bad(value, "must be daily, weekly, monthly or yearly");
    }
    IcsRule rule = new IcsRule(parts);
    rule.number("INTERVAL");
    rule.number("COUNT");
    return rule;
  }

  private static BadValueException bad(String value, String what) {
    return new BadValueException(
        "BAD_RECURRENCE", "the rule (%s) %s.".formatted(NearWord.shown(value), what));
  }

  private @Nullable Integer number(String part) throws BadValueException {
    String text = parts.get(part);
    if (text == null) {
      return null;
    }
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw bad(text, "has no plain %s".formatted(part));
    }
    return Integer.valueOf(text);
  }

  /** Returns how often it recurs, null where it does not say. */
  @Nullable Integer count() throws BadValueException {
    return number("COUNT");
  }

  boolean endless() {
    return !parts.containsKey("COUNT") && !parts.containsKey("UNTIL");
  }

  /** Returns the rule for local times; the end is compared by us, as a moment. */
  String withoutUntil() {
    return parts.entrySet().stream()
        .filter(part -> !part.getKey().equals("UNTIL"))
        .map(part -> part.getKey() + "=" + part.getValue())
        .collect(Collectors.joining(";"));
  }

  /** Returns UNTIL in local time, where an offset is in force; a day lasts to its end. */
  Optional<LocalDateTime> lastStart(ZoneOffset offset) throws BadValueException {
    String until = parts.get("UNTIL");
    if (until == null) {
      return Optional.empty();
    }
    LocalDateTime local = IcsTimes.local(until);
    if (until.endsWith("Z")) {
      return Optional.of(LocalDateTime.ofInstant(local.toInstant(ZoneOffset.UTC), offset));
    }
    return Optional.of(until.indexOf('T') < 0 ? local.plusDays(1).minusNanos(1) : local);
  }

  /** Returns whether UNTIL is a moment rather than a local time. */
  Optional<String> until() {
    return Optional.ofNullable(parts.get("UNTIL"));
  }
}
