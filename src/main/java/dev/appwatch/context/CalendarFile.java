package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.BusinessCalendar.Shift;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the file of one business calendar and notes everything that is wrong with it. */
final class CalendarFile {

  /** Where calendars lie in a pack. */
  static final String FOLDER = "calendars/";

  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "zone",
          "hours",
          "holidays",
          "noHolidays",
          "publicHolidays",
          "holidayFile",
          "for",
          "$schema");
  private static final Set<String> SCOPE = Set.of("tenants", "apps", "actors");
  private static final Pattern HOURS = Pattern.compile("([^-]*)-([^-]*)");
  private static final Pattern TIME_OF_DAY = Pattern.compile("(\\d\\d):(\\d\\d)");
  private static final int MINUTES_OF_DAY = 24 * 60;

  private final String name;
  private final Path folder;
  private final List<ChangeProblem> problems;
  private final Map<String, Integer> lines = new HashMap<>();
  private final ObjectNode tree = JsonNodeFactory.instance.objectNode();
  private final Members members = new Members(tree, because -> note(because, "zone"));
  private boolean broken;

  private CalendarFile(String name, Path folder, List<ChangeProblem> problems) {
    this.name = name;
    this.folder = folder;
    this.problems = problems;
  }

  static Calendars.Read read(
      JsonParser parser, String name, Path folder, List<ChangeProblem> problems)
      throws IOException {
    CalendarFile file = new CalendarFile(name, folder, problems);
    if (!file.readTree(parser)) {
      return new Calendars.Read(Optional.empty(), null);
    }
    return file.calendar();
  }

  private void note(BadValueException because, String member) {
    broken = true;
    problems.add(
        new ChangeProblem(
            because.code(),
            FOLDER + name,
            lines.getOrDefault(member, 0),
            tree.path("id").isTextual() ? NearWord.shown(tree.path("id").textValue()) : null,
            because.message()));
  }

  private void refuse(String code, String member, String message) {
    note(new BadValueException(code, message), member);
  }

  private boolean readTree(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
    if (token != JsonToken.START_OBJECT) {
      refuse("UNREADABLE", "", "the file holds no calendar.");
      return false;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String member = parser.currentName();
      int line = Math.max(parser.currentTokenLocation().getLineNr(), 0);
      parser.nextToken();
      EntryTokens tokens = new EntryTokens(parser);
      boolean twice = tree.replace(member, tokens.read()) != null;
      lines.put(member, line);
      tokens.refusals().forEach(because -> note(because, member));
      if (twice) {
        refuse(
            "DUPLICATE_MEMBER",
            member,
            "it has the member (%s) twice.".formatted(NearWord.shown(member)));
      }
      if (!MEMBERS.contains(member)) {
        refuse(
            "UNKNOWN_MEMBER",
            member,
            "a calendar has no member (%s).%s"
                .formatted(NearWord.shown(member), NearWord.maybe(member, MEMBERS)));
      }
    }
    return true;
  }

  private Calendars.Read calendar() {
    Calendars.For scope = scope();
    String id = members.text("id");
    if (tree.path("zone").asText("").isBlank()) {
      refuse("NO_ZONE", "zone", "a calendar needs a zone.\n    Maybe zone: Europe/London, or UTC.");
    } else {
      members.readZone();
    }
    List<Shift> shifts = shifts();
    Holidays holidays = holidays();
    if (broken || members.zone() == null || scope == null) {
      return new Calendars.Read(Optional.empty(), scope);
    }
    BusinessCalendar calendar =
        new BusinessCalendar(
            id == null ? name.substring(0, name.lastIndexOf('.')) : id,
            scope.tenants(),
            scope.apps(),
            scope.actors(),
            members.zone(),
            shifts,
            holidays.days(),
            holidays.years());
    return new Calendars.Read(Optional.of(calendar), scope);
  }

  private Calendars.@Nullable For scope() {
    if (!members.has("for")) {
      boolean misspelt =
          lines.keySet().stream()
              .anyMatch(
                  member ->
                      !MEMBERS.contains(member)
                          && NearWord.of(member, MEMBERS).equals(Optional.of("for")));
      return misspelt ? null : Calendars.For.EVERYBODY;
    }
    boolean[] refused = {false};
    Members scope =
        new Members(
            tree.path("for"),
            because -> {
              refused[0] = true;
              note(because, "for");
            });
    if (!tree.path("for").isObject()) {
      scope.refuse("BAD_VALUE", "the member (for) must be an object.");
    }
    scope.knowOnly(SCOPE);
    Calendars.For read =
        new Calendars.For(
            Set.copyOf(scope.list("tenants")),
            Set.copyOf(scope.list("apps")),
            Set.copyOf(scope.list("actors")));
    return refused[0] ? null : read;
  }

  private List<Shift> shifts() {
    List<Shift> shifts = new ArrayList<>();
    JsonNode hours = tree.path("hours");
    if (!hours.isObject()) { // an empty one is plain: nobody is ever at work
      refuse(
          "NO_HOURS",
          "hours",
          "a calendar needs hours.\n    Maybe hours: {mon: [\"08:00-18:00\"]}.");
    }
    for (Map.Entry<String, JsonNode> day : hours.properties()) {
      for (JsonNode text : day.getValue().isArray() ? day.getValue() : List.of(day.getValue())) {
        try {
          shifts.add(shift(day.getKey(), text.asText("")));
        } catch (BadValueException e) {
          note(e, "hours");
        }
      }
    }
    return shifts;
  }

  private static Shift shift(String day, String text) throws BadValueException {
    Set<java.time.DayOfWeek> days = Set.of(Schedules.dayOfWeek(day));
    Matcher matcher = HOURS.matcher(text);
    if (!matcher.matches()) {
      throw badTime(text);
    }
    int from = minute(matcher.group(1).strip(), text);
    int to = minute(matcher.group(2).strip(), text);
    if (from == MINUTES_OF_DAY) {
      throw badTime(text);
    }
    if (from == to) {
      throw new BadValueException(
          "EMPTY_INTERVAL",
          "the hours (%s) are empty.\n    Maybe 00:00-24:00 for the whole day.".formatted(text));
    }
    return new Shift(days, from, to);
  }

  private static int minute(String time, String text) throws BadValueException {
    Matcher matcher = TIME_OF_DAY.matcher(time);
    if (matcher.matches()) {
      int minutes = Integer.parseInt(matcher.group(2));
      int minute = Integer.parseInt(matcher.group(1)) * 60 + minutes;
      if (minutes < 60 && minute <= MINUTES_OF_DAY) {
        return minute;
      }
    }
    throw badTime(text);
  }

  private static BadValueException badTime(String text) {
    return new BadValueException(
        "BAD_TIME_OF_DAY",
        "the hours (%s) must be written like 08:00-17:30.\n    Maybe up to 24:00."
            .formatted(NearWord.shown(text)));
  }

  private Holidays holidays() {
    Holidays holidays = Holidays.named(days("holidays"));
    JsonNode country = tree.path("publicHolidays");
    try {
      if (members.has("publicHolidays")) {
        Members parts = new Members(country, because -> note(because, "publicHolidays"));
        parts.knowOnly(Set.of("country", "subdivision"));
        holidays =
            holidays.and(Holidays.ofCountry(parts.word("country"), parts.list("subdivision")));
      }
    } catch (BadValueException e) {
      note(e, "publicHolidays");
    }
    try {
      if (members.has("holidayFile")) {
        Members parts =
            new Members(tree.path("holidayFile"), because -> note(because, "holidayFile"));
        parts.knowOnly(Set.of("file", "sha256"));
        holidays = holidays.and(Holidays.ofFile(folder, parts.text("file"), parts.word("sha256")));
      }
    } catch (BadValueException e) {
      note(e, "holidayFile");
    }
    return holidays.without(days("noHolidays"));
  }

  private Set<LocalDate> days(String member) {
    Set<LocalDate> days = new HashSet<>();
    Members list = new Members(tree, because -> note(because, member));
    for (String text : list.list(member)) {
      try {
        days.add(Moments.day(text.strip()));
      } catch (BadValueException e) {
        note(e, member);
      }
    }
    return days;
  }
}
