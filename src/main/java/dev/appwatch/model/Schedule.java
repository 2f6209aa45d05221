package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** When a change is carried out; starts are included, ends are not. */
public sealed interface Schedule {

  /** Returns whether it covers a moment, with so much grace before and after. */
  boolean covers(Instant moment, Duration grace);

  /** Returns when it was carried out between two moments, as it is known at the end. */
  List<Span> spans(Instant from, Instant to);

  /**
   * A stretch of time.
   *
   * @param start its start, included
   * @param end its end, not included
   */
  record Span(Instant start, Instant end) {

    private static List<Span> within(Instant from, Instant to, List<Span> spans) {
      return spans.stream()
          .filter(span -> span.start().isBefore(to) && span.end().isAfter(from))
          .filter(span -> span.start().isBefore(span.end()))
          .toList();
    }
  }

  /** Returns how long it lasts at the longest, one occurrence only. */
  Duration length();

  /** Returns the first moment that it may cover. */
  Instant first();

  /** Returns a moment after the last one that it may cover. */
  Instant last();

  /**
   * A single span of time.
   *
   * @param start planned start
   * @param end planned end
   * @param amendments later decisions about the end, each in force from the moment it was made
   * @param workStart when work really began; told, never judged by
   * @param workEnd when work really ended; an early finish cuts the span
   */
  record Once(
      Instant start,
      Instant end,
      List<Amendment> amendments,
      @Nullable Instant workStart,
      @Nullable Instant workEnd)
      implements Schedule {

    public Once {
      amendments =
          amendments.isEmpty()
              ? List.of()
              : amendments.stream().sorted(Comparator.comparing(Amendment::at)).toList();
    }

    /** Returns the end as it was in force at a moment. */
    public Instant endAt(Instant moment) {
      Instant inForce = end;
      for (Amendment amendment : amendments) {
        if (!amendment.at().isAfter(moment)) {
          inForce = amendment.end();
        }
      }
      return workEnd != null && workEnd.isBefore(inForce) ? workEnd : inForce;
    }

    @Override
    public boolean covers(Instant moment, Duration grace) {
      return !moment.isBefore(start.minus(grace)) && moment.isBefore(endAt(moment).plus(grace));
    }

    @Override
    public List<Span> spans(Instant from, Instant to) {
      return Span.within(from, to, List.of(new Span(start, endAt(Instant.MAX))));
    }

    @Override
    public Duration length() {
      return Duration.between(start, end);
    }

    @Override
    public Instant first() {
      return start;
    }

    @Override
    public Instant last() {
      Instant latest = end;
      for (Amendment amendment : amendments) {
        latest = amendment.end().isAfter(latest) ? amendment.end() : latest;
      }
      return latest;
    }
  }

  /**
   * A new end.
   *
   * @param at when it was decided
   * @param end the end from then on
   */
  record Amendment(Instant at, Instant end) {}

  /**
   * The same local time on many days, each with the exact duration.
   *
   * @param zone zone of the local time
   * @param frequency {@code daily}, {@code weekly} or {@code monthly}
   * @param byDay days of the week, for weekly ones
   * @param byMonthDay day of the month, for monthly ones; a month without it has no occurrence
   * @param at local start; in a gap it moves by the gap, of two the first counts (RFC 5545, 3.3.5)
   * @param duration how long each one lasts
   * @param from first day
   * @param until last moment at which one may start
   * @param except days without one
   */
  record Recurring(
      ZoneId zone,
      String frequency,
      Set<DayOfWeek> byDay,
      int byMonthDay,
      LocalTime at,
      Duration duration,
      LocalDate from,
      Instant until,
      Set<LocalDate> except)
      implements Schedule {

    public Recurring {
      byDay = Set.copyOf(byDay);
      except = Set.copyOf(except);
    }

    @Override
    public boolean covers(Instant moment, Duration grace) {
      LocalDate today = LocalDate.ofInstant(moment, zone);
      // an occurrence lasts 24 hours at most, and a zone may skip a day
      for (int back = -2; back <= 2; back++) {
        LocalDate day = today.plusDays(back);
        if (occursOn(day)) {
          Instant start = LocalDateTime.of(day, at).atZone(zone).toInstant();
          if (!start.isAfter(until)
              && !moment.isBefore(start.minus(grace))
              && moment.isBefore(start.plus(duration).plus(grace))) {
            return true;
          }
        }
      }
      return false;
    }

    @Override
    public List<Span> spans(Instant earliest, Instant to) {
      List<Span> spans = new ArrayList<>();
      LocalDate end = LocalDate.ofInstant(until.isBefore(to) ? until : to, zone).plusDays(1);
      for (LocalDate day = from; !day.isAfter(end); day = day.plusDays(1)) {
        Instant start = LocalDateTime.of(day, at).atZone(zone).toInstant();
        if (occursOn(day) && !start.isAfter(until)) {
          spans.add(new Span(start, start.plus(duration)));
        }
      }
      return Span.within(earliest, to, spans);
    }

    private boolean occursOn(LocalDate day) {
      if (day.isBefore(from) || except.contains(day)) {
        return false;
      }
      return switch (frequency) {
        case "weekly" -> byDay.contains(day.getDayOfWeek());
        case "monthly" -> day.getDayOfMonth() == byMonthDay;
        default -> true;
      };
    }

    @Override
    public Duration length() {
      return duration;
    }

    @Override
    public Instant first() {
      return LocalDateTime.of(from, at).atZone(zone).toInstant();
    }

    @Override
    public Instant last() {
      return until.plus(duration);
    }
  }

  /**
   * Spans that a calendar file spelt out, all of one duration.
   *
   * @param starts when each one starts; at least one
   * @param duration how long each one lasts
   */
  record Occurrences(List<Instant> starts, Duration duration) implements Schedule {

    public Occurrences {
      requireNonNull(duration, "duration");
      starts = starts.stream().sorted().distinct().toList();
      if (starts.isEmpty()) {
        throw new IllegalArgumentException("A schedule must have at least one occurrence.");
      }
    }

    @Override
    public List<Span> spans(Instant from, Instant to) {
      return Span.within(
          from, to, starts.stream().map(start -> new Span(start, start.plus(duration))).toList());
    }

    @Override
    public boolean covers(Instant moment, Duration grace) {
      int low = 0;
      int high = starts.size();
      Instant latest = moment.plus(grace);
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (starts.get(middle).isAfter(latest)) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low > 0 && moment.isBefore(starts.get(low - 1).plus(duration).plus(grace));
    }

    @Override
    public Duration length() {
      return duration;
    }

    @Override
    public Instant first() {
      return starts.get(0);
    }

    @Override
    public Instant last() {
      return starts.get(starts.size() - 1).plus(duration);
    }
  }
}
