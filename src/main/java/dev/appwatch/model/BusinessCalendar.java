package dev.appwatch.model;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * Business hours: a zone, weekly shifts and holidays. Says when, never whether: hours alone
 * suppress nothing.
 *
 * @param id how approvals and messages name it
 * @param tenants tenants it is for; with apps and actors empty too it is for everybody
 * @param apps application or object ids it is for
 * @param actors ids of the people and workloads of a team
 * @param zone zone of its hours
 * @param shifts its weekly hours
 * @param holidays days on which no shift starts
 * @param years years whose holidays are known; empty when it names its holidays itself
 */
public record BusinessCalendar(
    String id,
    Set<String> tenants,
    Set<String> apps,
    Set<String> actors,
    ZoneId zone,
    List<Shift> shifts,
    Set<LocalDate> holidays,
    Set<Integer> years) {

  private static final int MINUTES_OF_DAY = 24 * 60;
  private static final long NANOS_OF_MINUTE = 60_000_000_000L;

  public BusinessCalendar {
    tenants = Set.copyOf(tenants);
    apps = Set.copyOf(apps);
    actors = Set.copyOf(actors);
    shifts = List.copyOf(shifts);
    holidays = Set.copyOf(holidays);
    years = Set.copyOf(years);
  }

  /**
   * Weekly hours.
   *
   * @param days days on which they start
   * @param from minute of the day, 0 to 1439, included
   * @param to minute of the day, 1 to 1440, not included; before {@code from} it is on the next day
   */
  public record Shift(Set<DayOfWeek> days, int from, int to) {

    public Shift {
      days = Set.copyOf(days);
      if (from < 0 || from >= MINUTES_OF_DAY || to < 0 || to > MINUTES_OF_DAY || from == to) {
        throw new IllegalArgumentException(
            "The hours from minute (%d) to (%d) must be within a day and not empty."
                .formatted(from, to));
      }
    }
  }

  /**
   * Returns {@code inside}, {@code off} or {@code holiday}, or {@code error} where the holidays of
   * the year are not known. The moment is projected onto local time, so clock changes need no care;
   * a shift over midnight belongs to the day on which it starts, and so does its holiday.
   */
  @OneOf({"inside", "off", "holiday", "error"})
  public String stateAt(Instant moment) {
    ZonedDateTime local = moment.atZone(zone);
    LocalDate today = local.toLocalDate();
    if (!years.isEmpty() && !years.contains(today.getYear())) {
      return "error";
    }
    long nano = local.toLocalTime().toNanoOfDay();
    boolean holiday = holidays.contains(today);
    for (int back = 0; back <= 1; back++) {
      LocalDate day = today.minusDays(back);
      for (Shift shift : shifts) {
        if (shift.days().contains(day.getDayOfWeek()) && within(shift, back, nano)) {
          if (!holidays.contains(day)) {
            return "inside";
          }
          holiday = true;
        }
      }
    }
    return holiday ? "holiday" : "off";
  }

  private static boolean within(Shift shift, int back, long nano) {
    long from = shift.from() * NANOS_OF_MINUTE;
    long to = shift.to() * NANOS_OF_MINUTE;
    if (shift.from() < shift.to()) {
      return back == 0 && nano >= from && nano < to;
    }
    return back == 0 ? nano >= from : nano < to;
  }
}
