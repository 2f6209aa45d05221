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

  private Moments() {}

  /** Returns whether a text ends with Z or an offset. */
  static boolean absolute(String text) {
    Matcher matcher = TIME.matcher(text);
    return matcher.matches() && matcher.group(8) != null;
  }

  /** Returns the moment; one without an offset is read in the zone, and refused without one. */
  static Instant parse(String text, @Nullable ZoneId zone) throws BadValueException {
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
