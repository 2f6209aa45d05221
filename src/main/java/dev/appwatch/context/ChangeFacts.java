package dev.appwatch.context;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.text.NearWord;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns entries into facts. What allows must be plain; what forbids is taken at its widest. */
final class ChangeFacts {

  private static final int MOST_NAMES = 200;
  private static final int MOST_COUNT = 1_000_000;

  private static final Set<String> SHARED =
      Set.of(
          "id",
          "approval",
          "approvedAt",
          "approver",
          "requester",
          "tenant",
          "apps",
          "rows",
          "actors",
          "zone",
          "expectedCount");
  private static final Set<String> CHANGE =
      union(
          SHARED,
          "type",
          "state",
          "start",
          "end",
          "amendments",
          "workStart",
          "workEnd",
          "canceledAt",
          "recurrence");
  private static final Set<String> APPROVAL =
      union(SHARED, "validFrom", "validUntil", "calendar", "revokedAt");
  private static final Set<String> FREEZE = Set.of("id", "start", "end", "zone", "tenant");

  private static final List<String> TYPES = List.of("standard", "normal", "emergency");
  private static final List<String> STATES =
      List.of(
          "new", "assess", "authorize", "scheduled", "implement", "review", "closed", "canceled");

  /** The same states as change management numbers them, and as Britons write them. */
  private static final Map<String, String> OTHER_STATES =
      Map.of(
          "-5", "new",
          "-4", "assess",
          "-3", "authorize",
          "-2", "scheduled",
          "-1", "implement",
          "0", "review",
          "3", "closed",
          "4", "canceled",
          "cancelled", "canceled",
          "authorise", "authorize");

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,7}");

  private ChangeFacts() {}

  private static Set<String> union(Set<String> names, String... more) {
    Set<String> all = new HashSet<>(names);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  /** Returns the members that an entry may have. */
  static Set<String> membersOf(Entry.Kind kind) {
    return switch (kind) {
      case CHANGE -> CHANGE;
      case APPROVAL -> APPROVAL;
      case FREEZE -> FREEZE;
    };
  }

  /** Returns the state in our word for it, null when it is none. */
  static @Nullable String state(@Nullable String word) {
    if (word == null) {
      return null;
    }
    String state = OTHER_STATES.getOrDefault(word, word);
    return STATES.contains(state) ? state : null;
  }

  /** Returns a window, null when it is refused. */
  static @Nullable ChangeWindow window(
      Members entry, Entry written, Duration grace, FeedPosition position) {
    entry.knowOnly(CHANGE);
    entry.readZone();
    String id = id(entry);
    String type = known(entry, "type", "UNKNOWN_TYPE", TYPES);
    String word = entry.word("state");
    String state = state(word);
    if (state == null) {
      entry.refuse(
          "UNKNOWN_STATE",
          "the state (%s) is none.%s"
              .formatted(
                  NearWord.shown(word == null ? "" : word),
                  NearWord.maybe(word == null ? "" : word, STATES)));
    }
    Scope scope = scope(entry);
    Duration cap = Schedules.capOf(type);
    Schedule schedule = written.schedule();
    if (schedule != null) {
      Schedules.checkLength(entry, schedule.length(), cap);
    } else if (!written.untimed()) {
      schedule = Schedules.read(entry, cap);
    }
    Given approval = approval(entry);
    Instant canceledAt = entry.moment("canceledAt");
    if (entry.refused()
        || id == null
        || type == null
        || state == null
        || scope == null
        || schedule == null) {
      return null;
    }
    return new ChangeWindow(
        id,
        type,
        state,
        approval.word(),
        approval.at(),
        approval.approver(),
        approval.requester(),
        scope,
        schedule,
        grace,
        canceledAt,
        approval.expectedCount(),
        position);
  }

  /** Returns a standing approval, null when it is refused. */
  static @Nullable StandingApproval approval(Members entry, Entry written, FeedPosition position) {
    entry.knowOnly(APPROVAL);
    entry.readZone();
    String id = id(entry);
    Scope scope = scope(entry);
    if (!written.untimed()) {
      Schedules.requireBound(entry, "validFrom");
      Schedules.requireBound(entry, "validUntil");
    }
    Instant from = entry.moment("validFrom");
    Instant until = entry.moment("validUntil");
    if (from != null
        && until != null
        && Schedules.checkOrder(entry, from, until)
        && until.isAfter(
            from.atOffset(ZoneOffset.UTC).plusMonths(Schedules.MOST_MONTHS).toInstant())) {
      entry.refuse(
          "VALIDITY",
          "it is valid until (%s), more than %d months after (%s)."
              .formatted(until, Schedules.MOST_MONTHS, from));
    }
    String calendar = entry.text("calendar");
    if (calendar == null) {
      entry.refuse(
          "NO_CALENDAR",
          "it names no calendar, whose hours bind it.\n    Maybe calendar: business-hours.");
    }
    Given approval = approval(entry);
    Instant revokedAt = entry.moment("revokedAt");
    if (entry.refused()
        || id == null
        || scope == null
        || from == null
        || until == null
        || calendar == null) {
      return null;
    }
    return new StandingApproval(
        id,
        approval.word(),
        approval.at(),
        approval.approver(),
        approval.requester(),
        scope,
        from,
        until,
        calendar,
        revokedAt,
        approval.expectedCount(),
        position);
  }

  /**
   * Returns a freeze. One with a bound that can't be read has none there, for a freeze that is lost
   * would let approvals count that it forbids.
   */
  static Freeze freeze(Members entry, Entry written, FeedPosition position) {
    entry.knowOnly(FREEZE);
    entry.readZone();
    String id = id(entry);
    if (!written.untimed()) {
      Schedules.requireBound(entry, "start");
      Schedules.requireBound(entry, "end");
    }
    Instant start = entry.moment("start");
    Instant end = entry.moment("end");
    boolean ordered = start == null || end == null || Schedules.checkOrder(entry, start, end);
    String tenant = entry.text("tenant");
    return new Freeze(
        id == null ? "a freeze without an id" : id,
        start == null || !ordered ? Instant.MIN : start,
        end == null || !ordered ? Instant.MAX : end,
        tenant,
        position);
  }

  private static @Nullable String id(Members entry) {
    String id = entry.text("id");
    if (id == null) {
      entry.refuse("MISSING_ID", "there is no id.\n    Maybe its number, such as CHG0031001.");
    }
    return id;
  }

  private static @Nullable String known(
      Members entry, String name, String code, List<String> words) {
    String word = entry.word(name);
    if (word == null || !words.contains(word)) {
      String written = word == null ? "" : word;
      entry.refuse(
          code,
          "the %s (%s) is none.%s"
              .formatted(name, NearWord.shown(written), NearWord.maybe(written, words)));
      return null;
    }
    return word;
  }

  private static @Nullable Scope scope(Members entry) {
    String tenant = entry.text("tenant");
    List<String> apps = entry.list("apps");
    List<String> rows = entry.list("rows");
    List<String> actors = entry.list("actors");
    checkNames(entry, "tenant", tenant == null ? List.of() : List.of(tenant));
    checkNames(entry, "apps", apps);
    checkNames(entry, "rows", rows);
    checkNames(entry, "actors", actors);
    return tenant == null
        ? null
        : new Scope(tenant, Set.copyOf(apps), Set.copyOf(rows), Set.copyOf(actors));
  }

  private static void checkNames(Members entry, String dimension, List<String> names) {
    if (names.isEmpty()) {
      entry.refuse(
          "SCOPE_INCOMPLETE",
          "its scope names no %s; nothing is covered by being left out.".formatted(dimension));
    }
    if (names.size() > MOST_NAMES) {
      entry.refuse(
          "OVERBROAD",
          "its scope names (%d) %s, the most is %d."
              .formatted(names.size(), dimension, MOST_NAMES));
    }
    for (String name : names) {
      if (name.indexOf('*') >= 0 || name.indexOf('?') >= 0) {
        entry.refuse(
            "OVERBROAD",
            "the wildcard (%s) in %s covers what nobody named.\n    Maybe list the ids."
                .formatted(NearWord.shown(name), dimension));
        return;
      }
    }
  }

  private static Given approval(Members entry) {
    String word = entry.word("approval");
    return new Given(
        word == null ? "" : word,
        entry.moment("approvedAt"),
        entry.text("approver"),
        entry.text("requester"),
        expectedCount(entry));
  }

  private static int expectedCount(Members entry) {
    String text = entry.text("expectedCount");
    if (text == null) {
      return Approval.DEFAULT_EXPECTED_COUNT;
    }
    if (COUNT.matcher(text).matches()) {
      int count = Integer.parseInt(text);
      if (count >= 1 && count <= MOST_COUNT) {
        return count;
      }
    }
    entry.refuse(
        "BAD_COUNT",
        "the expectedCount (%s) must be a whole number from 1 to %d."
            .formatted(NearWord.shown(text), MOST_COUNT));
    return Approval.DEFAULT_EXPECTED_COUNT;
  }

  /** What an entry says of its approval. */
  private record Given(
      String word,
      @Nullable Instant at,
      @Nullable String approver,
      @Nullable String requester,
      int expectedCount) {}
}
