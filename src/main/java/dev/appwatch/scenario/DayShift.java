package dev.appwatch.scenario;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Moves dates by whole weeks, so that weekday, time of day and offset stay.
 *
 * @param weeks how many weeks later; negative for earlier
 */
public record DayShift(int weeks) {

  private static final long DAY_SECONDS = 24L * 60 * 60;
  private static final int MONTHS = 12;
  private static final int DATE = 10;
  private static final int FIRST_YEAR = 1971; // before, and in the year 9999, stands for never
  private static final int LAST_YEAR = 3000;

  /** Moves a date such as {@code 2026-03-04}, with or without a time; what is none stays. */
  String date(String text) {
    try {
      LocalDate date = LocalDate.parse(text.substring(0, DATE));
      boolean meant = date.getYear() >= FIRST_YEAR && date.getYear() < LAST_YEAR;
      return meant ? date.plusWeeks(weeks) + text.substring(DATE) : text;
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** Moves a date with slashes; month first, where both readings are possible. */
  String slashed(String text) {
    String[] parts = text.split("/", -1);
    try {
      int first = Integer.parseInt(parts[0]);
      int second = Integer.parseInt(parts[1]);
      boolean dayFirst = first > MONTHS;
      LocalDate moved =
          LocalDate.of(
                  Integer.parseInt(parts[2]), dayFirst ? second : first, dayFirst ? first : second)
              .plusWeeks(weeks);
      String form = parts[0].length() > 1 && parts[0].startsWith("0") ? "%02d/%02d/%d" : "%d/%d/%d";
      return String.format(
          Locale.ROOT,
          form,
          dayFirst ? moved.getDayOfMonth() : moved.getMonthValue(),
          dayFirst ? moved.getMonthValue() : moved.getDayOfMonth(),
          moved.getYear());
    } catch (DateTimeException e) {
      return text;
    }
  }

  /** Moves a moment. */
  public Instant instant(Instant moment) {
    return moment.plus(seconds(), ChronoUnit.SECONDS);
  }

  long seconds() {
    return weeks * 7L * DAY_SECONDS;
  }
}
