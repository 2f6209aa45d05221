package dev.appwatch.context;

import dev.appwatch.model.Schedule;
import dev.appwatch.text.NearWord;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when a change is carried out, and refuses what is empty, endless or too long. */
final class Schedules {

  static final Duration DAY = Duration.ofHours(24);
  static final int MOST_MONTHS = 12;

  private static final Duration EMERGENCY = Duration.ofHours(8);
  private static final Set<String> AMENDMENT = Set.of("at", "end");
  static final Set<String> RECURRENCE =
      Set.of("frequency", "days", "monthDay", "at", "duration", "from", "until", "except");
  private static final List<String> FREQUENCIES = List.of("daily", "weekly", "monthly");
  private static final Pattern TIME_OF_DAY = Pattern.compile("\\d\\d:\\d\\d(?::\\d\\d)?");
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private Schedules() {}

  /** Returns how long a type of change may last. */
  static Duration capOf(@Nullable String type) {
    return "emergency".equals(type) ? EMERGENCY : DAY;
  }

  /** Returns the schedule, null when it is refused. */
  static @Nullable Schedule read(Members entry, Duration cap) {
    if (!entry.has("recurrence")) {
      return once(entry, cap);
    }
    if (entry.has("start") || entry.has("end") || entry.has("amendments")) {
      entry.refuse(
          "BAD_RECURRENCE",
          "a change that recurs has no start, end or amendments of its own.\n    Maybe leave them out.");
    }
    if (!entry.node("recurrence").isObject()) {
      entry.refuse("BAD_RECURRENCE", "the member (recurrence) must be an object.");
      return null;
    }
    return recurring(entry, entry.inner(entry.node("recurrence")), cap);
  }

  private static @Nullable Schedule once(Members entry, Duration cap) {
    requireBound(entry, "start");
    requireBound(entry, "end");
    Instant start = entry.moment("start");
    Instant end = entry.moment("end");
    Instant workStart = entry.moment("workStart");
    Instant workEnd = entry.moment("workEnd");
    List<Schedule.Amendment> amendments = new ArrayList<>();
    for (Members amendment : entry.objects("amendments")) {
      amendment.knowOnly(AMENDMENT);
      requireBound(amendment, "at");
      requireBound(amendment, "end");
      Instant at = amendment.moment("at");
      Instant amended = amendment.moment("end");
      if (at != null && amended != null) {
        amendments.add(new Schedule.Amendment(at, amended));
        if (start != null) {
          checkSpan(entry, start, amended, cap);
        }
      }
    }
    if (start == null || end == null) {
      return null;
    }
    checkSpan(entry, start, end, cap);
    return new Schedule.Once(start, end, amendments, workStart, workEnd);
  }

  static void requireBound(Members entry, String name) {
    if (!entry.has(name) || entry.node(name).asText("-").isBlank()) {
      entry.refuse("MISSING_BOUND", "there is no %s.".formatted(name));
    }
  }

  /** Refuses a span that is empty, turned round or longer than it may be. */
  static void checkSpan(Members entry, Instant start, Instant end, Duration cap) {
    if (checkOrder(entry, start, end)) {
      checkLength(entry, Duration.between(start, end), cap);
    }
  }

  static boolean checkOrder(Members entry, Instant start, Instant end) {
    if (start.equals(end)) {
      entry.refuse("EMPTY_WINDOW", "it starts and ends at the same moment (%s).".formatted(start));
    } else if (start.isAfter(end)) {
      entry.refuse(
          "END_BEFORE_START", "its end (%s) is before its start (%s).".formatted(end, start));
    }
    return start.isBefore(end);
  }

  static void checkLength(Members entry, Duration length, Duration cap) {
    if (length.compareTo(cap) > 0) {
      entry.refuse(
          "OVERLONG",
          "it lasts (%s), the most is %d hours.\n    Maybe the end is of another day, or it is several changes."
              .formatted(length, cap.toHours()));
    }
  }

  private static @Nullable Schedule recurring(Members entry, Members recurrence, Duration cap) {
    recurrence.knowOnly(RECURRENCE);
    ZoneId zone = zone(entry);
    String frequency = recurrence.word("frequency");
    if (frequency == null || !FREQUENCIES.contains(frequency)) {
      recurrence.refuse(
          "BAD_RECURRENCE",
          "the frequency (%s) must be daily, weekly or monthly."
              .formatted(NearWord.shown(frequency == null ? "" : frequency)));
    }
    Set<DayOfWeek> days = days(recurrence, "weekly".equals(frequency));
    int monthDay = monthDay(recurrence, "monthly".equals(frequency));
    LocalTime at = timeOfDay(recurrence);
    Duration duration = duration(recurrence, cap);
    LocalDate from = from(recurrence);
    Set<LocalDate> except = except(recurrence);
    Instant until = until(recurrence);
    if (from != null && until != null) {
      checkReach(recurrence, from, zone == null ? ZoneOffset.UTC : zone, until);
    }
    if (entry.refused()
        || recurrence.refused()
        || zone == null
        || frequency == null
        || at == null
        || duration == null
        || from == null
        || until == null) {
      return null;
    }
    return new Schedule.Recurring(
        zone, frequency, days, monthDay, at, duration, from, until, except);
  }

  private static @Nullable ZoneId zone(Members entry) {
    if (!entry.zoneWritten()) {
      entry.refuse(
          "NO_ZONE", "a change that recurs needs a zone.\n    Maybe Europe/London, or UTC.");
    }
    return entry.zone();
  }

  private static void checkReach(Members recurrence, LocalDate from, ZoneId zone, Instant until) {
    if (until.isBefore(from.atStartOfDay(zone).toInstant())) {
      recurrence.refuse(
          "END_BEFORE_START", "it recurs until (%s), before its first day.".formatted(until));
    } else if (until.isAfter(
        from.plusMonths(MOST_MONTHS).plusDays(1).atStartOfDay(zone).toInstant())) {
      recurrence.refuse(
          "UNBOUNDED_RECURRENCE",
          "it recurs until (%s), more than %d months after (%s)."
              .formatted(until, MOST_MONTHS, from));
    }
  }

  private static @Nullable Instant until(Members recurrence) {
    if (!recurrence.has("until")) {
      recurrence.refuse("UNBOUNDED_RECURRENCE", "it recurs without an end.\n    Maybe add until.");
      return null;
    }
    return recurrence.moment("until");
  }

  private static @Nullable LocalDate from(Members recurrence) {
    String from = recurrence.text("from");
    if (from == null) {
      recurrence.refuse("MISSING_BOUND", "there is no from, the first day of a recurrence.");
      return null;
    }
    return day(recurrence, from);
  }

  private static Set<LocalDate> except(Members recurrence) {
    Set<LocalDate> except = new HashSet<>();
    for (String text : recurrence.list("except")) {
      LocalDate day = day(recurrence, text);
      if (day != null) {
        except.add(day);
      }
    }
    return except;
  }

  private static @Nullable LocalDate day(Members recurrence, String text) {
    try {
      return Moments.day(text.strip());
    } catch (BadValueException e) {
      recurrence.refuse(e);
      return null;
    }
  }

  private static Set<DayOfWeek> days(Members recurrence, boolean required) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String text : recurrence.list("days")) {
      try {
        days.add(dayOfWeek(text));
      } catch (BadValueException e) {
        recurrence.refuse(e);
      }
    }
    if (required && !recurrence.has("days")) {
      recurrence.refuse("BAD_RECURRENCE", "a weekly change needs days.\n    Maybe days: [sun].");
    }
    return days;
  }

  static DayOfWeek dayOfWeek(String text) throws BadValueException {
    int index = DAYS.indexOf(text.strip().toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new BadValueException(
          "UNKNOWN_DAY",
          "there is no day (%s).\n    Maybe one of %s."
              .formatted(NearWord.shown(text), String.join(", ", DAYS)));
    }
    return DayOfWeek.of(index + 1);
  }

  private static int monthDay(Members recurrence, boolean required) {
    String text = recurrence.text("monthDay");
    if (text == null) {
      if (required) {
        recurrence.refuse("BAD_RECURRENCE", "a monthly change needs a monthDay.");
      }
      return 0;
    }
    if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 31) {
      recurrence.refuse(
          "BAD_RECURRENCE", "the monthDay (%s) must be 1 to 31.".formatted(NearWord.shown(text)));
      return 0;
    }
    return Integer.parseInt(text);
  }

  private static @Nullable LocalTime timeOfDay(Members recurrence) {
    String text = recurrence.text("at");
    if (text == null) {
      recurrence.refuse("MISSING_BOUND", "there is no at, the local time at which it starts.");
      return null;
    }
    try {
      if (TIME_OF_DAY.matcher(text).matches()) {
        return LocalTime.parse(text);
      }
    } catch (DateTimeException e) {
      // said below
    }
    recurrence.refuse(
        "BAD_TIME", "the time (%s) must be written like 02:00.".formatted(NearWord.shown(text)));
    return null;
  }

  private static @Nullable Duration duration(Members recurrence, Duration cap) {
    String text = recurrence.text("duration");
    if (text == null) {
      recurrence.refuse("MISSING_BOUND", "there is no duration.");
      return null;
    }
    try {
      Duration duration = Duration.parse(text);
      if (duration.isZero() || duration.isNegative()) {
        recurrence.refuse(
            "EMPTY_WINDOW", "the duration (%s) must be positive.".formatted(duration));
      }
      checkLength(recurrence, duration, cap);
      return duration;
    } catch (DateTimeException | ArithmeticException e) {
      recurrence.refuse(
          "BAD_TIME",
          "the duration (%s) must be written like PT90M.".formatted(NearWord.shown(text)));
      return null;
    }
  }
}
