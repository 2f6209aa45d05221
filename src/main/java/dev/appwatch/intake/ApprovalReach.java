package dev.appwatch.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Schedule.Span;
import dev.appwatch.model.StandingApproval;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How far an approval reaches, in a form that can be remembered and compared. */
final class ApprovalReach {

  static final String FEED = "feed";
  static final String KIND = "kind";
  private static final String SPANS = "times";
  private static final String COUNT = "expectedCount";
  private static final Set<String> SETS = Set.of("apps", "rows", "actors");
  private static final Set<String> EXACT =
      Set.of("tenant", "approver", "requester", "calendar", "kind");
  private static final Set<String> UNDER_WAY =
      Set.of("scheduled", "implement", "review", "closed", "canceled");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

  private ApprovalReach() {}

  /** Returns how far an approval reaches, by dimension. */
  static String of(Approval approval) {
    SortedMap<String, String> reach = new TreeMap<>();
    reach.put(FEED, approval.position().feed());
    reach.put("tenant", approval.scope().tenant());
    reach.put("apps", String.join(" ", approval.scope().apps()));
    reach.put("rows", String.join(" ", approval.scope().rows()));
    reach.put("actors", String.join(" ", approval.scope().actors()));
    reach.put(COUNT, Integer.toString(approval.expectedCount()));
    reach.put("approver", or(approval.approver()));
    reach.put("requester", or(approval.requester()));
    if (approval instanceof ChangeWindow window) {
      reach.put(KIND, window.type().equals("emergency") ? "emergency change" : "change");
      reach.put(SPANS, text(times(window)));
    } else if (approval instanceof StandingApproval standing) {
      reach.put(KIND, "standing approval");
      reach.put("calendar", standing.calendar());
      Instant end =
          standing.revokedAt() == null
              ? standing.validUntil()
              : earlier(standing.revokedAt(), standing.validUntil());
      reach.put(SPANS, text(approved(approval, List.of(new Span(standing.validFrom(), end)))));
    }
    try {
      return JSON.writeValueAsString(reach);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  static SortedMap<String, String> parse(String reach) {
    try {
      return JSON.readValue(reach, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether it may cover anything at all. */
  static boolean covers(SortedMap<String, String> reach) {
    return !reach.getOrDefault(SPANS, "").isEmpty();
  }

  /** Returns the dimensions in which an approval may cover something that it did not before. */
  static List<String> wider(SortedMap<String, String> before, SortedMap<String, String> now) {
    if (!covers(now)) {
      return List.of();
    }
    List<String> wider = new ArrayList<>();
    now.forEach(
        (dimension, value) -> {
          String was = before.getOrDefault(dimension, "");
          boolean more =
              dimension.equals(SPANS)
                  ? !within(spans(value), spans(was))
                  : dimension.equals(COUNT)
                      ? was.isEmpty() || Integer.parseInt(value) > Integer.parseInt(was)
                      : SETS.contains(dimension)
                          ? !Set.of(was.split(" ")).containsAll(Set.of(value.split(" ")))
                          : EXACT.contains(dimension) && !value.equals(was) && !milder(value);
          if (more) {
            wider.add(dimension);
          }
        });
    return wider;
  }

  /** An emergency change covers less than any other. */
  private static boolean milder(String value) {
    return value.equals("emergency change");
  }

  /** The moments that a change covers: approved before, under way, and not canceled by then. */
  private static List<Span> times(ChangeWindow window) {
    if (!UNDER_WAY.contains(window.state())) {
      return List.of();
    }
    Instant end = LATEST;
    if (window.state().equals("canceled")) {
      if (window.canceledAt() == null) {
        return List.of();
      }
      end = window.canceledAt();
    }
    Instant last = end;
    List<Span> spans =
        spans(window.schedule(), window.grace()).stream()
            .map(span -> new Span(span.start(), earlier(span.end(), last)))
            .toList();
    return approved(window, spans);
  }

  private static List<Span> spans(Schedule schedule, Duration grace) {
    if (!(schedule instanceof Schedule.Once once)) {
      return schedule.spans(EARLIEST, LATEST).stream()
          .map(span -> new Span(span.start().minus(grace), span.end().plus(grace)))
          .toList();
    }
    // the end that is in force changes with every amendment, and what was covered meanwhile stays
    // so
    Instant start = once.start().minus(grace);
    List<Instant> turns = new ArrayList<>(List.of(start));
    once.amendments().stream()
        .map(Schedule.Amendment::at)
        .filter(at -> at.isAfter(start))
        .forEach(turns::add);
    List<Span> spans = new ArrayList<>();
    for (int turn = 0; turn < turns.size(); turn++) {
      Instant from = turns.get(turn);
      Instant until = turn + 1 < turns.size() ? turns.get(turn + 1) : LATEST;
      spans.add(new Span(from, earlier(once.endAt(from).plus(grace), until)));
    }
    return spans;
  }

  private static List<Span> approved(Approval approval, List<Span> spans) {
    Instant at = approval.approvedAt();
    if (!approval.approval().equals("approved") || at == null || approval.approver() == null) {
      return List.of();
    }
    return spans.stream()
        .map(span -> new Span(span.start().isBefore(at) ? at : span.start(), span.end()))
        .toList();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Returns the spans in order, joined where they touch: {@code start/end start/end}. */
  private static String text(List<Span> spans) {
    List<Span> joined = new ArrayList<>();
    for (Span span :
        spans.stream()
            .filter(span -> span.start().isBefore(span.end()))
            .sorted(Comparator.comparing(Span::start))
            .toList()) {
      Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last == null || last.end().isBefore(span.start())) {
        joined.add(span);
      } else if (span.end().isAfter(last.end())) {
        joined.set(joined.size() - 1, new Span(last.start(), span.end()));
      }
    }
    return joined.stream()
        .map(span -> span.start() + "/" + span.end())
        .collect(Collectors.joining(" "));
  }

  private static List<Span> spans(String text) {
    List<Span> spans = new ArrayList<>();
    for (String span : text.isEmpty() ? new String[0] : text.split(" ")) {
      int slash = span.indexOf('/');
      spans.add(
          new Span(
              Instant.parse(span.substring(0, slash)), Instant.parse(span.substring(slash + 1))));
    }
    return spans;
  }

  /** Returns whether every span lies in one of the others, which do not touch each other. */
  private static boolean within(List<Span> spans, List<Span> others) {
    int other = 0;
    for (Span span : spans) {
      while (other < others.size() && others.get(other).end().isBefore(span.end())) {
        other++;
      }
      if (other == others.size() || others.get(other).start().isAfter(span.start())) {
        return false;
      }
    }
    return true;
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
