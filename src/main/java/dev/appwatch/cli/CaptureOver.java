package dev.appwatch.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.common.net.InetAddresses;
import dev.appwatch.context.Context;
import dev.appwatch.model.Approval;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.scenario.Anonymiser;
import dev.appwatch.scenario.DayShift;
import dev.appwatch.scenario.Pseudonyms;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what has to be put over the pack, so that made-up values meet what the real ones met. */
final class CaptureOver {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> REMARKS = Set.of("note", "source");
  private static final Duration NEAR = Duration.ofDays(400);
  private static final int BITS = 8;

  private final Context context;
  private final Finding finding;
  private final Pseudonyms pseudonyms;
  private final Anonymiser anonymiser;
  private final DayShift shift;

  CaptureOver(
      Context context,
      Finding finding,
      Pseudonyms pseudonyms,
      Anonymiser anonymiser,
      DayShift shift) {
    this.context = context;
    this.finding = finding;
    this.pseudonyms = pseudonyms;
    this.anonymiser = anonymiser;
    this.shift = shift;
  }

  /**
   * Returns the differences of a scenario. To be called after the records were made anonymous.
   *
   * @param calendar the calendar that takes the place of those of the pack, null for none
   */
  ObjectNode differences(@Nullable BusinessCalendar calendar) {
    ObjectNode over = JSON.createObjectNode();
    ObjectNode lists = lists();
    if (!lists.isEmpty()) {
      over.set("lists", lists);
    }
    ObjectNode changes = changes();
    ObjectNode policy = JSON.createObjectNode();
    String tenant = context.policy().tenant();
    if (tenant != null || !changes.isEmpty()) {
      String of = tenant != null ? tenant : finding.tenant();
      policy.put("tenant", of == null ? null : anonymiser.value("tenant", of, shift));
    }
    ArrayNode approvers = JSON.createArrayNode();
    for (String approver : context.policy().approvers()) {
      if (anonymiser.knows("approver", approver)) {
        approvers.add(anonymiser.value("approver", approver, shift));
      }
    }
    if (!approvers.isEmpty()) {
      policy.set("approvers", approvers);
    }
    ArrayNode floor = JSON.createArrayNode();
    for (String app : context.policy().onFloor().apps()) {
      if (anonymiser.knows("app", app)) {
        floor.add(anonymiser.value("app", app, shift));
      }
    }
    if (!floor.isEmpty()) {
      policy.putObject("floor").set("apps", floor);
    }
    if (!policy.isEmpty()) {
      over.set("policy", policy);
    }
    if (!changes.isEmpty()) {
      over.set("changes", changes);
    }
    if (calendar != null) {
      over.set("calendar", calendar(calendar));
    }
    return over;
  }

  private ObjectNode lists() {
    ObjectNode lists = JSON.createObjectNode();
    context
        .lists()
        .forEach(
            (name, rows) -> {
              ArrayNode put = JSON.createArrayNode();
              rows.forEach(row -> row(row, put));
              if (!put.isEmpty()) {
                lists.set(name, put);
              }
            });
    return lists;
  }

  private void row(Map<String, String> row, ArrayNode put) {
    String network = row.get("network");
    if (network != null && !network.isBlank()) {
      pseudonyms
          .addresses()
          .forEach(
              (address, pseudonym) -> {
                if (within(address, network)) {
                  cells(row, put.addObject())
                      .put("network", pseudonym + (pseudonym.contains(":") ? "/128" : "/32"));
                }
              });
      return;
    }
    String first = row.keySet().iterator().next();
    boolean met =
        row.entrySet().stream()
            .filter(cell -> !REMARKS.contains(cell.getKey()) && !cell.getKey().equals("operations"))
            .filter(cell -> !cell.getKey().equals("name") || first.equals("name"))
            .anyMatch(cell -> anonymiser.knows(cell.getKey(), cell.getValue()));
    if (met) {
      cells(row, put.addObject());
    }
  }

  private ObjectNode cells(Map<String, String> row, ObjectNode to) {
    row.forEach(
        (column, cell) -> {
          if (!REMARKS.contains(column) && !cell.isBlank()) {
            to.put(column, anonymiser.value(column, cell, shift));
          }
        });
    return to;
  }

  private static boolean within(String address, String network) {
    String[] parts = network.strip().split("/", -1);
    if (!InetAddresses.isInetAddress(parts[0]) || parts.length > 2) {
      return false;
    }
    byte[] base = InetAddresses.forString(parts[0]).getAddress();
    byte[] own = InetAddresses.forString(address).getAddress();
    int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : base.length * BITS;
    int rest = base.length * BITS - bits;
    return base.length == own.length
        && rest >= 0
        && new BigInteger(1, base).shiftRight(rest).equals(new BigInteger(1, own).shiftRight(rest));
  }

  /** The one approval that covers the finding or came nearest, and the freezes that hold. */
  private ObjectNode changes() {
    ObjectNode feed = JSON.createObjectNode();
    Instant time = finding.time();
    List<Freeze> freezes =
        context.changes().freezes().stream().filter(f -> f.holds(finding.tenant(), time)).toList();
    Approval approval = approval();
    if (approval == null && freezes.isEmpty()) {
      return feed;
    }
    if (approval instanceof ChangeWindow window) {
      feed.putArray("changes").addPOJO(window(window));
    } else if (approval instanceof StandingApproval standing) {
      feed.putArray("approvals").addPOJO(standing(standing));
    }
    for (Freeze freeze : freezes) {
      Map<String, @Nullable Object> members = new LinkedHashMap<>();
      members.put("id", freeze.id());
      members.put("start", freeze.start().toString());
      members.put("end", freeze.end().toString());
      if (freeze.tenant() != null) {
        members.put("tenant", freeze.tenant());
      }
      feed.withArray("freezes").addPOJO(anonymiser.record(members, shift));
    }
    context.changes().stale(time, context.policy().changeFeedMaxAge()).stream()
        .min(Comparator.comparing(ChangeFeed::readAt))
        .ifPresent(stale -> feed.put("readAt", shift.instant(stale.readAt()).toString()));
    return JSON.valueToTree(feed);
  }

  private @Nullable Approval approval() {
    Decision.NearestChange nearest = finding.decision().nearest();
    String id = nearest != null ? nearest.id() : finding.decision().change();
    return context.changes().approval(id).orElse(null);
  }

  private Map<String, @Nullable Object> window(ChangeWindow window) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("id", window.id());
    members.put("type", window.type());
    members.put("state", window.state());
    common(window, members);
    Instant time = finding.time();
    Schedule.Span span =
        window.schedule() instanceof Schedule.Once once
            ? new Schedule.Span(once.start(), once.endAt(time))
            : window.schedule().spans(time.minus(NEAR), time.plus(NEAR)).stream()
                .min(Comparator.comparing(any -> distance(any, time)))
                .orElse(new Schedule.Span(window.schedule().first(), window.schedule().last()));
    members.put("start", span.start().toString());
    members.put("end", span.end().toString());
    if (window.canceledAt() != null) {
      members.put("canceledAt", window.canceledAt().toString());
    }
    return anonymiser.record(members, shift);
  }

  private static Duration distance(Schedule.Span span, Instant time) {
    if (time.isBefore(span.start())) {
      return Duration.between(time, span.start());
    }
    return time.isBefore(span.end()) ? Duration.ZERO : Duration.between(span.end(), time);
  }

  private Map<String, @Nullable Object> standing(StandingApproval standing) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("id", standing.id());
    common(standing, members);
    members.put("validFrom", standing.validFrom().toString());
    members.put("validUntil", standing.validUntil().toString());
    members.put("calendar", standing.calendar());
    if (standing.revokedAt() != null) {
      members.put("revokedAt", standing.revokedAt().toString());
    }
    return anonymiser.record(members, shift);
  }

  private static void common(Approval approval, Map<String, @Nullable Object> members) {
    members.put("approval", approval.approval());
    if (approval.approvedAt() != null) {
      members.put("approvedAt", approval.approvedAt().toString());
    }
    if (approval.approver() != null) {
      members.put("approver", approval.approver());
    }
    if (approval.requester() != null) {
      members.put("requester", approval.requester());
    }
    members.put("tenant", approval.scope().tenant());
    members.put("apps", new ArrayList<>(approval.scope().apps()));
    List<String> rows = new ArrayList<>();
    approval.scope().rows().forEach(row -> rows.add(row.toUpperCase(Locale.ROOT)));
    members.put("rows", rows);
    members.put("actors", new ArrayList<>(approval.scope().actors()));
    members.put("expectedCount", approval.expectedCount());
  }

  private ObjectNode calendar(BusinessCalendar calendar) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", calendar.id());
    node.put("zone", calendar.zone().getId());
    ObjectNode hours = node.putObject("hours");
    for (BusinessCalendar.Shift hour : calendar.shifts()) {
      for (DayOfWeek day : DayOfWeek.values()) {
        if (hour.days().contains(day)) {
          hours
              .withArray(day.name().substring(0, 3).toLowerCase(Locale.ROOT))
              .add(minute(hour.from()) + "-" + minute(hour.to()));
        }
      }
    }
    ArrayNode holidays = node.putArray("holidays");
    calendar.holidays().stream()
        .sorted()
        .forEach(day -> holidays.add(day.plusWeeks(shift.weeks()).toString()));
    return node;
  }

  private static String minute(int ofDay) {
    int hour = 60;
    return "%02d:%02d".formatted(ofDay / hour, ofDay % hour);
  }
}
