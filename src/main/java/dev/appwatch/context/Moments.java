package dev.appwatch.context;

import dev.appwatch.text.NearWord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads moments and days; nothing is guessed where a moment is not plain. */
final class Moments {

  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
              + "(Z|[+-]\\d\\d:\\d\\d)?");
  private static final Pattern DAY = Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)");

  private static final String USUAL = "0000-00-00T00:00:00Z";

  private Moments() {}

  /** Returns whether a text ends with Z or an offset. */
  static boolean absolute(String text) {
    Matcher matcher = TIME.matcher(text);
    return matcher.matches() && matcher.group(8) != null;
  }

  /**
   * Reads the form that nearly every moment has, {@code 2026-06-10T21:00:00Z}; returns null for
   * anything else, which is then read slowly.
   */
  private static @Nullable Instant usual(String text) {
    if (text.length() != USUAL.length()) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char sign = USUAL.charAt(i);
      char given = text.charAt(i);
      if (sign == '0' ? given < '0' || given > '9' : given != sign) {
        return null;
      }
    }
    int month = two(text, 5);
    int day = two(text, 8);
    int hour = two(text, 11);
    int minute = two(text, 14);
    int second = two(text, 17);
    // the end of a month is left to the calendar
    if (month < 1 || month > 12 || day < 1 || day > 28 || hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    int year = two(text, 0) * 100 + two(text, 2);
    return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
  }

  private static int two(String text, int at) {
    return (text.charAt(at) - '0') * 10 + text.charAt(at + 1) - '0';
  }

  /** Returns the moment; one without an offset is read in the zone, and refused without one. */
  static Instant parse(String text, @Nullable ZoneId zone) throws BadValueException {
    Instant usual = usual(text);
    if (usual != null) {
      return usual;
    }
    Matcher matcher = TIME.matcher(text);
    if (!matcher.matches()) {
      throw badTime(text);
    }
    LocalDate day = day(matcher, text);
    LocalDateTime local = LocalDateTime.of(day, timeOfDay(matcher, text));
    String offset = matcher.group(8);
    if (offset != null) {
      try {
        return local.toInstant(ZoneOffset.of(offset));
      } catch (DateTimeException e) {
        throw badTime(text);
      }
    }
    if (zone == null) {
      throw new BadValueException(
          "NO_ZONE",
          "the time (%s) has neither an offset nor a zone.\n    Maybe %sZ, or a member zone."
              .formatted(text, text));
    }
    return inZone(local, zone);
  }

  private static Instant inZone(LocalDateTime local, ZoneId zone) throws BadValueException {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
    if (offsets.size() == 1) {
      return local.toInstant(offsets.get(0));
    }
    if (offsets.isEmpty()) {
      java.time.zone.ZoneOffsetTransition gap = zone.getRules().getTransition(local);
      throw new BadValueException(
          "LOCAL_TIME_GAP",
          "the time (%s) does not exist in %s: clocks were put forward.\n    Maybe %s or %s."
              .formatted(
                  local,
                  zone,
                  local.toInstant(gap.getOffsetAfter()),
                  local.toInstant(gap.getOffsetBefore())));
    }
    throw new BadValueException(
        "LOCAL_TIME_OVERLAP",
        "the time (%s) happens twice in %s: clocks were put back.\n    Maybe %s or %s."
            .formatted(
                local, zone, local.toInstant(offsets.get(0)), local.toInstant(offsets.get(1))));
  }

  /** Returns a day written like 2026-12-27. */
  static LocalDate day(String text) throws BadValueException {
    Matcher matcher = DAY.matcher(text);
    if (!matcher.matches()) {
      throw new BadValueException(
          "BAD_DATE",
          "the day (%s) must be written like 2026-12-27.".formatted(NearWord.shown(text)));
    }
    return day(matcher, text);
  }

  private static LocalDate day(Matcher matcher, String text) throws BadValueException {
    try {
      return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    } catch (DateTimeException e) {
      throw new BadValueException(
          "BAD_DATE", "the day of (%s) is in no calendar.".formatted(NearWord.shown(text)));
    }
  }

  private static LocalTime timeOfDay(Matcher matcher, String text) throws BadValueException {
    String fraction = matcher.group(7) == null ? "0" : matcher.group(7);
    int nanos = Integer.parseInt((fraction + "00000000").substring(0, 9));
    int seconds = matcher.group(6) == null ? 0 : number(matcher, 6);
    try {
      return LocalTime.of(number(matcher, 4), number(matcher, 5), seconds, nanos);
    } catch (DateTimeException e) {
      throw badTime(text);
    }
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  private static BadValueException badTime(String text) {
    return new BadValueException(
        "BAD_TIME",
        "the time (%s) must be written like 2026-06-10T21:00:00Z.\n    Maybe with an offset, or without one and with a member zone."
            .formatted(NearWord.shown(text)));
  }
}
