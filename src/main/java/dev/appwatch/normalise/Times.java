package dev.appwatch.normalise;

import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times as the logs write them; a time without zone is UTC. */
final class Times {

  private static final Pattern MILLIS = Pattern.compile("/Date\\((-?\\d{1,15})[^)]*\\)/");

  private static final Pattern BLANK_BEFORE_OFFSET = Pattern.compile(" (?=[+-]\\d)");

  // month first, as exports of American make write; day first only where no month fits
  private static final List<DateTimeFormatter> LOCAL =
      List.of(
          local("M/d/yyyy[,] h:mm:ss", " a"),
          local("M/d/yyyy[,] H:mm:ss", ""),
          local("d/M/yyyy[,] h:mm:ss", " a"),
          local("d/M/yyyy[,] H:mm:ss", ""),
          local("d.M.yyyy[,] H:mm:ss", ""),
          local("MMM d, yyyy h:mm:ss", " a"));

  private static final String NO_OFFSET = "+00:00";

  private Times() {}

  /** Returns the instant, or null when the text is missing or no time. */
  static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.length() < 10) {
      return null;
    }
    Instant usual = usual(text);
    if (usual != null) {
      return usual;
    }
    try {
      boolean dated = text.length() > 11 && text.charAt(4) == '-';
      if (dated && (text.charAt(10) == 'T' || text.charAt(10) == ' ')) {
        String time = BLANK_BEFORE_OFFSET.matcher(text.substring(11)).replaceFirst("");
        return iso(text.substring(0, 10) + 'T' + time);
      }
      Matcher millis = MILLIS.matcher(text);
      if (millis.matches()) {
        return Instant.ofEpochMilli(Long.parseLong(millis.group(1)));
      }
      return local(text.replace('\u202F', ' ').strip());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /**
   * Reads the form that nearly every record has, {@code 2026-03-02T21:14:07.1234567}, and {@code Z}
   * or {@code +00:00}, at a tenth of the cost of a formatter; returns null for anything else, which
   * is then read slowly.
   */
  private static @Nullable Instant usual(String text) {
    int length = text.endsWith(NO_OFFSET) ? text.length() - NO_OFFSET.length() + 1 : text.length();
    boolean utc = length < text.length() || text.endsWith("Z");
    if (!utc || length < 20 || length > 30 || text.charAt(10) != 'T') {
      return null;
    }
    boolean separated =
        text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':'
            && (length == 20 || text.charAt(19) == '.');
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, 19);
    int fraction = length == 20 ? 0 : digits(text, 20, length - 1);
    boolean plausible =
        separated
            && year >= 1970
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= 28 // the end of a month is left to the calendar
            && hour >= 0
            && hour < 24
            && minute >= 0
            && minute < 60
            && second >= 0
            && second < 60
            && fraction >= 0;
    if (!plausible) {
      return null;
    }
    for (int i = length - 1; i < 29; i++) {
      fraction = length == 20 ? 0 : fraction * 10;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(days * 86_400 + hour * 3_600L + minute * 60L + second, fraction);
  }

  private static int digits(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value;
  }

  private static DateTimeFormatter local(String start, String end) {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(start)
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .appendPattern(end + "[[ ]xxx]") // as .NET writes a time that knows its offset
        .toFormatter(Locale.ENGLISH);
  }

  private static @Nullable Instant local(String text) {
    for (DateTimeFormatter form : LOCAL) {
      // most forms do not fit, and telling so must not cost an exception each
      ParsePosition position = new ParsePosition(0);
      TemporalAccessor parsed = form.parseUnresolved(text, position);
      if (parsed != null && position.getIndex() == text.length()) {
        Instant instant = resolved(text, form);
        if (instant != null) {
          return instant;
        }
      }
    }
    return null;
  }

  private static @Nullable Instant resolved(String text, DateTimeFormatter form) {
    try {
      TemporalAccessor time = form.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime offset
          ? offset.toInstant()
          : LocalDateTime.from(time).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null; // there is no month 13: the day comes first
    }
  }

  private static Instant iso(String text) {
    if (text.endsWith("Z")) {
      return Instant.parse(text);
    }
    boolean offset = text.indexOf('+', 11) > 0 || text.indexOf('-', 11) > 0;
    return offset
        ? OffsetDateTime.parse(text).toInstant()
        : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
  }
}
