package dev.appwatch.context;

import dev.appwatch.text.NearWord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads times as iCalendar writes them (RFC 5545). */
final class IcsTimes {

  private static final Pattern TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)(?:T(\\d\\d)(\\d\\d)(\\d\\d)Z?)?");
  private static final Pattern WEEKS = Pattern.compile("\\+?P(\\d{1,4})W");

  private IcsTimes() {}

  /** Returns a time or day without regard to any zone; a day begins at midnight. */
  static LocalDateTime local(String value) throws BadValueException {
    Matcher matcher = TIME.matcher(value.strip());
    if (!matcher.matches()) {
      throw new BadValueException(
          "BAD_TIME",
          "the time (%s) must be written like 20260610T210000Z.".formatted(NearWord.shown(value)));
    }
    try {
      return LocalDateTime.of(
          number(matcher, 1),
          number(matcher, 2),
          number(matcher, 3),
          number(matcher, 4),
          number(matcher, 5),
          number(matcher, 6));
    } catch (DateTimeException e) {
      throw new BadValueException(
          "BAD_DATE", "the day or hour of (%s) does not exist.".formatted(NearWord.shown(value)));
    }
  }

  private static int number(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Integer.parseInt(matcher.group(group));
  }

  /**
   * Returns the moment of a local time: in a gap it is read with the offset before the gap, of two
   * the first counts (RFC 5545, 3.3.5).
   */
  static Instant moment(LocalDateTime local, ZoneRules rules) {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (!offsets.isEmpty()) {
      return local.toInstant(offsets.get(0));
    }
    ZoneOffsetTransition gap = rules.getTransition(local);
    return local.toInstant(gap.getOffsetBefore());
  }

  static Duration duration(String value) throws BadValueException {
    Matcher weeks = WEEKS.matcher(value.strip());
    try {
      return weeks.matches()
          ? Duration.ofDays(7L * Integer.parseInt(weeks.group(1)))
          : Duration.parse(value.strip());
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadValueException(
          "BAD_TIME",
          "the duration (%s) must be written like PT2H.".formatted(NearWord.shown(value)));
    }
  }
}
