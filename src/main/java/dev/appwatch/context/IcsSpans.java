package dev.appwatch.context;

import dev.appwatch.model.Schedule;
import dev.appwatch.text.NearWord;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.fortuna.ical4j.model.Recur;
import org.jspecify.annotations.Nullable;

/** Reads when an event takes place, and spells out its recurrence. */
final class IcsSpans {

  private static final int MOST_STARTS = 5_000;

  /** What one file may cost: a hostile one could hold very many rules that yield very much. */
  private static final int MOST_STARTS_OF_FILE = 500_000;

  private static final int COST_OF_A_RULE = 100;

  private final IcsZones zones;
  private int budget = MOST_STARTS_OF_FILE;

  IcsSpans(IcsZones zones) {
    this.zones = zones;
  }

  /**
   * When an event takes place.
   *
   * @param start its start
   * @param end its end
   * @param schedule its occurrences, null when it takes place once
   * @param refusals what is wrong with its time
   */
  record Times(
      @Nullable Instant start,
      @Nullable Instant end,
      @Nullable Schedule schedule,
      List<BadValueException> refusals) {}

  /** A written time and the zone it is meant in; no zone when it floats. */
  private record Written(LocalDateTime local, boolean day, @Nullable ZoneRules rules) {

    Instant moment(ZoneRules otherwise) {
      return IcsTimes.moment(local, rules == null ? otherwise : rules);
    }
  }

  Times read(IcsComponent event, @Nullable String dayZone) {
    List<BadValueException> refusals = new ArrayList<>();
    try {
      return times(event, dayZone, refusals);
    } catch (BadValueException e) {
      refusals.add(e);
    } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
      refusals.add(
          new BadValueException("BAD_RECURRENCE", NearWord.shown(String.valueOf(e.getMessage()))));
    }
    return new Times(null, null, null, refusals);
  }

  private Times times(
      IcsComponent event, @Nullable String dayZone, List<BadValueException> refusals)
      throws BadValueException {
    Written start = written(event, "DTSTART", dayZone);
    Written end = event.first("DTEND").isPresent() ? written(event, "DTEND", dayZone) : null;
    Optional<IcsComponent.Property> duration = event.first("DURATION");
    if (start == null || (end == null && duration.isEmpty() && !start.day())) {
      throw new BadValueException(
          "MISSING_BOUND", "there is no %s.".formatted(start == null ? "DTSTART" : "DTEND"));
    }
    ZoneRules rules = start.rules();
    if (rules == null || (end != null && end.rules() == null)) {
      refusals.add(
          new BadValueException(
              "NO_ZONE",
              "the time (%s) has no zone: it floats.\n    Maybe add TZID=Europe/London, or a Z."
                  .formatted(start.local())));
    }
    ZoneRules known = rules == null ? ZoneOffset.UTC.getRules() : rules;
    Instant from = start.moment(known);
    Instant to =
        end != null
            ? end.moment(known)
            : duration.isPresent()
                ? from.plus(IcsTimes.duration(duration.get().value()))
                : IcsTimes.moment(start.local().plusDays(1), known);
    if (!refusals.isEmpty()) {
      Members length =
          new Members(com.fasterxml.jackson.databind.node.MissingNode.getInstance(), refusals::add);
      Schedules.checkSpan(length, from, to, Schedules.DAY);
      return new Times(null, null, null, refusals);
    }
    if (!recurs(event)) {
      return new Times(from, to, null, refusals);
    }
    if (!from.isBefore(to)) {
      throw new BadValueException(
          from.equals(to) ? "EMPTY_WINDOW" : "END_BEFORE_START",
          "its end (%s) is not after its start (%s).".formatted(to, from));
    }
    List<Instant> starts = starts(event, start, known, dayZone);
    return new Times(
        null, null, new Schedule.Occurrences(starts, Duration.between(from, to)), refusals);
  }

  private static boolean recurs(IcsComponent event) throws BadValueException {
    for (String name : List.of("EXRULE", "RECURRENCE-ID")) {
      if (event.first(name).isPresent()) {
        throw new BadValueException(
            "BAD_RECURRENCE",
            "the property (%s) is not understood.\n    Maybe EXDATE, and an event of its own."
                .formatted(name));
      }
    }
    return event.first("RRULE").isPresent() || event.first("RDATE").isPresent();
  }

  private List<Instant> starts(
      IcsComponent event, Written first, ZoneRules rules, @Nullable String dayZone)
      throws BadValueException {
    Set<Instant> starts = new TreeSet<>();
    Instant from = first.moment(rules);
    LocalDateTime reach = first.local().plusMonths(Schedules.MOST_MONTHS);
    starts.add(from);
    for (IcsComponent.Property rule : event.all("RRULE")) {
      starts.addAll(expand(IcsRule.read(rule.value()), first.local(), reach, rules));
    }
    for (Written date : dates(event, "RDATE", dayZone)) {
      if (date.local().isAfter(reach.plusDays(1))) {
        throw unbounded(
            "it recurs more than %d months after its start.".formatted(Schedules.MOST_MONTHS));
      }
      starts.add(date.moment(rules));
    }
    Set<LocalDate> exceptDays = new HashSet<>();
    for (Written date : dates(event, "EXDATE", dayZone)) {
      if (date.day() && !first.day()) {
        exceptDays.add(date.local().toLocalDate());
      } else {
        starts.remove(date.moment(rules));
      }
    }
    starts.removeIf(
        start ->
            exceptDays.contains(
                LocalDateTime.ofInstant(start, rules.getOffset(start)).toLocalDate()));
    if (starts.isEmpty()) {
      throw new BadValueException("EMPTY_WINDOW", "every occurrence is excepted.");
    }
    if (starts.size() > MOST_STARTS) {
      throw unbounded("it recurs more than %d times.".formatted(MOST_STARTS));
    }
    return List.copyOf(starts);
  }

  private List<Instant> expand(
      IcsRule rule, LocalDateTime first, LocalDateTime reach, ZoneRules rules)
      throws BadValueException {
    if (rule.endless()) {
      throw unbounded("it recurs without an end.\n    Maybe add UNTIL or COUNT to the RRULE.");
    }
    Instant until = rule.until().isPresent() ? until(rule, rules) : null;
    if (until != null && until.isAfter(IcsTimes.moment(reach.plusDays(1), rules))) {
      throw unbounded(
          "it recurs until (%s), more than %d months after its start."
              .formatted(until, Schedules.MOST_MONTHS));
    }
    budget -= COST_OF_A_RULE;
    if (budget <= 0) {
      throw unbounded("the events of the file recur too often altogether.");
    }
    List<LocalDateTime> found =
        new Recur<LocalDateTime>(rule.withoutUntil())
            .getDates(first, first, reach.plusDays(1), MOST_STARTS + 1);
    budget -= found.size();
    Integer count = rule.count();
    if (found.size() > MOST_STARTS || (count != null && found.size() < count)) {
      throw unbounded(
          "it recurs more than %d times, or more than %d months after its start."
              .formatted(MOST_STARTS, Schedules.MOST_MONTHS));
    }
    if (!found.contains(first)) {
      throw new BadValueException(
          "BAD_RECURRENCE", "its DTSTART (%s) is not one of its rule.".formatted(first));
    }
    List<Instant> starts = new ArrayList<>();
    for (LocalDateTime local : found) {
      Instant start = IcsTimes.moment(local, rules);
      if (until == null || !start.isAfter(until)) {
        starts.add(start);
      }
    }
    return starts;
  }

  private static Instant until(IcsRule rule, ZoneRules rules) throws BadValueException {
    String written = rule.until().orElse("");
    LocalDateTime local = IcsTimes.local(written);
    if (written.endsWith("Z")) {
      return local.toInstant(ZoneOffset.UTC);
    }
    boolean day = written.indexOf('T') < 0;
    return IcsTimes.moment(day ? local.plusDays(1).minusNanos(1) : local, rules);
  }

  private static BadValueException unbounded(String message) {
    return new BadValueException("UNBOUNDED_RECURRENCE", message);
  }

  private List<Written> dates(IcsComponent event, String name, @Nullable String dayZone)
      throws BadValueException {
    List<Written> dates = new ArrayList<>();
    for (IcsComponent.Property property : event.all(name)) {
      for (String value : property.value().split(",")) {
        dates.add(written(property, value, dayZone));
      }
    }
    return dates;
  }

  private @Nullable Written written(IcsComponent event, String name, @Nullable String dayZone)
      throws BadValueException {
    Optional<IcsComponent.Property> property = event.first(name);
    return property.isEmpty() ? null : written(property.get(), property.get().value(), dayZone);
  }

  private Written written(IcsComponent.Property property, String value, @Nullable String dayZone)
      throws BadValueException {
    LocalDateTime local = IcsTimes.local(value);
    boolean day = value.strip().indexOf('T') < 0;
    String zone = property.parameter("TZID");
    if (value.strip().endsWith("Z")) {
      return new Written(local, day, ZoneOffset.UTC.getRules());
    }
    if (zone.isEmpty() && day && dayZone != null) {
      zone = dayZone;
    }
    return new Written(local, day, zone.isEmpty() ? null : zones.rulesOf(unquoted(zone)));
  }

  private static String unquoted(String zone) {
    return zone.replace("\"", "").strip();
  }
}
