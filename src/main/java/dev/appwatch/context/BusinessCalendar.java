package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Business hours of a tenant: a zone, weekly hours and holidays. Says when, never whether. */
public final class BusinessCalendar {

  /** No calendar: every moment is {@code unknown}. */
  public static final BusinessCalendar NONE = new BusinessCalendar(null, Map.of(), Set.of());

  private static final int MINUTES_OF_DAY = 24 * 60;

  private final @Nullable ZoneId zone;
  private final Map<DayOfWeek, List<int[]>> minutes;
  private final Set<LocalDate> holidays;

  private BusinessCalendar(
      @Nullable ZoneId zone, Map<DayOfWeek, List<int[]>> minutes, Set<LocalDate> holidays) {
    this.zone = zone;
    this.minutes = minutes;
    this.holidays = holidays;
  }

  /** Returns {@code inside}, {@code off} or {@code unknown} for a moment. */
  public String hoursAt(Instant instant) {
    if (zone == null) {
      return "unknown";
    }
    ZonedDateTime local = instant.atZone(zone);
    int minute = local.getHour() * 60 + local.getMinute();
    boolean inside =
        within(local.toLocalDate(), minute)
            || within(local.toLocalDate().minusDays(1), minute + MINUTES_OF_DAY);
    return inside ? "inside" : "off";
  }

  private boolean within(LocalDate day, int minute) {
    if (holidays.contains(day)) {
      return false;
    }
    for (int[] interval : minutes.getOrDefault(day.getDayOfWeek(), List.of())) {
      if (minute >= interval[0] && minute < interval[1]) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a calendar.
   *
   * @throws IllegalArgumentException when a member is unknown or no calendar, saying which
   */
  static BusinessCalendar read(JsonNode tree) {
    Map<DayOfWeek, List<int[]>> minutes = new EnumMap<>(DayOfWeek.class);
    Set<LocalDate> holidays = new HashSet<>();
    ZoneId zone = ZoneId.of(tree.path("zone").asText());
    for (Map.Entry<String, JsonNode> member : tree.properties()) {
      switch (member.getKey()) {
        case "zone" -> {}
        case "hours" -> {
          for (Map.Entry<String, JsonNode> day : member.getValue().properties()) {
            List<int[]> intervals = new ArrayList<>();
            day.getValue().forEach(text -> intervals.add(interval(text.asText())));
            minutes.put(day(day.getKey()), intervals);
          }
        }
        case "holidays" ->
            member.getValue().forEach(date -> holidays.add(LocalDate.parse(date.asText())));
        default ->
            throw new IllegalArgumentException(
                "a calendar has no member (%s).\n    Maybe one of zone, hours, holidays."
                    .formatted(member.getKey()));
      }
    }
    return new BusinessCalendar(zone, minutes, holidays);
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().substring(0, 3).equals(name.toUpperCase(Locale.ROOT))) {
        return day;
      }
    }
    throw new IllegalArgumentException(
        "there is no day (%s).\n    Maybe one of mon, tue, wed, thu, fri, sat, sun."
            .formatted(name));
  }

  private static int[] interval(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new IllegalArgumentException(
          "the hours (%s) must be written like 08:00-17:30.".formatted(text));
    }
    int from = minute(text.substring(0, dash).strip());
    int to = minute(text.substring(dash + 1).strip());
    return new int[] {from, to <= from ? to + MINUTES_OF_DAY : to};
  }

  private static int minute(String time) {
    return time.equals("24:00") ? MINUTES_OF_DAY : LocalTime.parse(time).toSecondOfDay() / 60;
  }
}
