package dev.appwatch.context;

import de.focus_shift.jollyday.core.CalendarHierarchy;
import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import dev.appwatch.text.NearWord;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.Year;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days without hours.
 *
 * @param days the days
 * @param years years whose days are known; empty when they were named one by one
 */
record Holidays(Set<LocalDate> days, Set<Integer> years) {

  private static final int FIRST_YEAR = 2015;
  private static final int LAST_YEAR = 2040;
  private static final int MOST_DAYS_OF_EVENT = 31;
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  static Holidays named(Set<LocalDate> days) {
    return new Holidays(days, Set.of());
  }

  /** Returns both; only years count that both know. */
  Holidays and(Holidays other) {
    Set<LocalDate> all = new HashSet<>(days);
    all.addAll(other.days);
    Set<Integer> known = new HashSet<>(years.isEmpty() ? other.years : years);
    if (!other.years.isEmpty()) {
      known.retainAll(other.years);
    }
    return new Holidays(all, known);
  }

  Holidays without(Set<LocalDate> removed) {
    Set<LocalDate> rest = new HashSet<>(days);
    rest.removeAll(removed);
    return new Holidays(rest, years);
  }

  /** Returns the public holidays of a country and, where it has any, of a part of it. */
  static Holidays ofCountry(@Nullable String country, List<String> written)
      throws BadValueException {
    Set<String> countries = new TreeSet<>();
    HolidayManager.getSupportedCalendarCodes()
        .forEach(code -> countries.add(code.toLowerCase(Locale.ROOT)));
    if (country == null || country.length() != 2 || !countries.contains(country)) {
      throw new BadValueException(
          "UNKNOWN_COUNTRY",
          "the country (%s) must be a code of two letters whose holidays are known.\n    Maybe gb, or a holidayFile."
              .formatted(NearWord.shown(country == null ? "" : country)));
    }
    HolidayManager manager = HolidayManager.getInstance(ManagerParameters.create(country));
    CalendarHierarchy part = manager.getCalendarHierarchy();
    String[] parts =
        written.stream().map(text -> text.strip().toLowerCase(Locale.ROOT)).toArray(String[]::new);
    if (parts.length == 0 && !part.getChildren().isEmpty()) {
      throw new BadValueException(
          "SUBDIVISION_MISSING",
          "the holidays of (%s) differ by its parts; a subdivision must be named.\n    Maybe one of %s."
              .formatted(country, String.join(", ", new TreeSet<>(part.getChildren().keySet()))));
    }
    for (String name : parts) {
      CalendarHierarchy child = part.getChildren().get(name);
      if (child == null) {
        throw new BadValueException(
            "UNKNOWN_SUBDIVISION",
            "there is no subdivision (%s) of (%s).%s"
                .formatted(
                    NearWord.shown(name),
                    country,
                    NearWord.maybe(name, part.getChildren().keySet())));
      }
      part = child;
    }
    Set<LocalDate> days = new HashSet<>();
    Set<Integer> years = new HashSet<>();
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
      years.add(year);
      for (Holiday holiday :
          manager.getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY, parts)) {
        days.add(holiday.getDate());
      }
    }
    return new Holidays(days, years);
  }

  /**
   * Returns the days of an iCalendar file beside the calendar, whose bytes must be those pinned.
   */
  static Holidays ofFile(Path folder, @Nullable String name, @Nullable String digest)
      throws BadValueException {
    if (name == null || !PLAIN_NAME.matcher(name).matches()) {
      throw new BadValueException(
          "BAD_FILE",
          "the file (%s) must be a plain name, of a file beside the calendar."
              .formatted(NearWord.shown(name == null ? "" : name)));
    }
    FeedFile file = FeedFile.read(folder.resolve(name));
    String pinned =
        digest == null ? "" : digest.startsWith("sha256:") ? digest : "sha256:" + digest;
    if (!file.digest().equals(pinned)) {
      throw new BadValueException(
          "DIGEST_MISMATCH",
          "the file (%s) is not the one that was pinned by (%s).\n    Maybe look at what changed, then pin %s."
              .formatted(name, NearWord.shown(pinned), file.digest()));
    }
    return days(IcsBlocks.of(file.text()), name);
  }

  private static Holidays days(IcsBlocks blocks, String name) throws BadValueException {
    if (blocks.damage() != null) {
      throw new BadValueException("UNREADABLE", "%s: %s".formatted(name, blocks.damage()));
    }
    Set<LocalDate> days = new HashSet<>();
    Set<Integer> years = new HashSet<>();
    for (IcsBlocks.Block block : blocks.events()) {
      IcsComponent event = IcsComponent.parse(block.lines());
      if (event.first("RRULE").isPresent() || event.first("RDATE").isPresent()) {
        throw new BadValueException(
            "BAD_RECURRENCE",
            "%s:%d: a holiday must be one event a year.".formatted(name, block.line()));
      }
      LocalDate start = day(event, "DTSTART");
      LocalDate end = event.first("DTEND").isPresent() ? day(event, "DTEND") : start.plusDays(1);
      LocalDate most = start.plusDays(MOST_DAYS_OF_EVENT);
      for (LocalDate day = start; day.isBefore(end) && day.isBefore(most); day = day.plusDays(1)) {
        days.add(day);
        years.add(day.getYear());
      }
    }
    if (days.isEmpty()) {
      throw new BadValueException("UNREADABLE", "%s holds no holidays.".formatted(name));
    }
    return new Holidays(days, years);
  }

  private static LocalDate day(IcsComponent event, String property) throws BadValueException {
    return IcsTimes.local(event.first(property).map(IcsComponent.Property::value).orElse(""))
        .toLocalDate();
  }
}
