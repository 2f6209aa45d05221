package dev.appwatch.context;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.fortuna.ical4j.model.Recur;

/** The zones that an iCalendar file names: regions, or such as it defines itself. */
final class IcsZones {

  private static final LocalDateTime LAST = LocalDateTime.of(2060, 1, 1, 0, 0);
  private static final int MOST_ZONES = 200;
  private static final int MOST_ONSETS = 1_000;

  private final Map<String, ZoneRules> defined = new HashMap<>();

  /** Takes note of a VTIMEZONE; one that can't be understood is as good as none. */
  void define(IcsComponent zone) {
    String id = zone.first("TZID").map(property -> property.value().strip()).orElse("");
    if (id.isEmpty() || defined.size() >= MOST_ZONES || region(id).isPresent()) {
      return;
    }
    try {
      List<Onset> onsets = new ArrayList<>();
      for (IcsComponent observance : zone.inner()) {
        onsets.addAll(onsets(observance));
      }
      if (!onsets.isEmpty()) {
        defined.put(id, rules(onsets));
      }
    } catch (BadValueException | DateTimeException | IllegalArgumentException e) {
      defined.remove(id); // its events are refused for their unknown zone
    }
  }

  /** Returns the rules of a zone, a region's before those that the file defines for its name. */
  ZoneRules rulesOf(String id) throws BadValueException {
    Optional<ZoneId> region = region(id);
    if (region.isPresent()) {
      return region.get().getRules();
    }
    ZoneRules rules = defined.get(id);
    return rules != null ? rules : Zones.of(id).getRules();
  }

  /** Returns the region of a name that is one or ends with one, as {@code /vendor/Europe/Rome}. */
  private static Optional<ZoneId> region(String id) {
    String rest = id.strip();
    while (!rest.isEmpty()) {
      if (Zones.known(rest)) {
        return Optional.of(ZoneId.of(rest));
      }
      int slash = rest.indexOf('/');
      if (!id.startsWith("/") || slash < 0) {
        return Optional.empty();
      }
      rest = rest.substring(slash + 1);
    }
    return Optional.empty();
  }

  private static List<Onset> onsets(IcsComponent observance) throws BadValueException {
    ZoneOffset from = offset(observance, "TZOFFSETFROM");
    ZoneOffset to = offset(observance, "TZOFFSETTO");
    LocalDateTime start =
        IcsTimes.local(observance.first("DTSTART").map(IcsComponent.Property::value).orElse(""));
    List<LocalDateTime> times = new ArrayList<>();
    times.add(start);
    for (IcsComponent.Property dates : observance.all("RDATE")) {
      for (String date : dates.value().split(",")) {
        times.add(IcsTimes.local(date));
      }
    }
    for (IcsComponent.Property rule : observance.all("RRULE")) {
      IcsRule read = IcsRule.read(rule.value());
      LocalDateTime last = read.lastStart(from).orElse(LAST);
      new Recur<LocalDateTime>(read.withoutUntil())
          .getDates(start, start, last.isBefore(LAST) ? last.plusSeconds(1) : LAST, MOST_ONSETS)
          .forEach(times::add);
    }
    return times.stream().map(time -> new Onset(time.toInstant(from), from, to)).toList();
  }

  private static ZoneRules rules(List<Onset> onsets) {
    onsets.sort(Comparator.comparing(Onset::at));
    ZoneOffset before = onsets.get(0).from();
    ZoneOffset first = before;
    List<ZoneOffsetTransition> transitions = new ArrayList<>();
    for (Onset onset : onsets) {
      if (!onset.to().equals(before)) {
        LocalDateTime local = LocalDateTime.ofInstant(onset.at(), before);
        transitions.add(ZoneOffsetTransition.of(local, before, onset.to()));
        before = onset.to();
      }
    }
    return ZoneRules.of(first, first, List.of(), transitions, List.of());
  }

  private static ZoneOffset offset(IcsComponent observance, String name) {
    return ZoneOffset.of(
        observance.first(name).map(property -> property.value().strip()).orElse("none"));
  }

  /** A moment at which the clocks of a zone change. */
  private record Onset(Instant at, ZoneOffset from, ZoneOffset to) {}
}
