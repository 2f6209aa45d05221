package dev.appwatch.context;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.text.NearWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads feeds in iCalendar; what it has no property for is in properties named X-APPWATCH-…. */
final class IcsFeed {

  private static final String OURS = "X-APPWATCH-";
  private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");
  private static final Pattern BASIC_TIME =
      Pattern.compile("(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z");
  private static final Map<String, String> MEMBERS =
      Map.ofEntries(
          Map.entry("TYPE", "type"),
          Map.entry("STATE", "state"),
          Map.entry("APPROVAL", "approval"),
          Map.entry("APPROVED-AT", "approvedAt"),
          Map.entry("APPROVER", "approver"),
          Map.entry("REQUESTER", "requester"),
          Map.entry("EXPECTED-COUNT", "expectedCount"),
          Map.entry("CANCELED-AT", "canceledAt"),
          Map.entry("REVOKED-AT", "revokedAt"),
          Map.entry("CALENDAR", "calendar"),
          Map.entry("TENANT", "tenant"),
          Map.entry("APPS", "apps"),
          Map.entry("ROWS", "rows"),
          Map.entry("ACTORS", "actors"),
          Map.entry("ID", "id"));

  private final FeedCollector collector;
  private final IcsZones zones = new IcsZones();
  private final IcsSpans spans = new IcsSpans(zones);

  IcsFeed(FeedCollector collector) {
    this.collector = collector;
  }

  void read(String text) {
    IcsBlocks blocks = IcsBlocks.of(text);
    if (blocks.damage() != null) {
      collector.unreadable(blocks.damagedLine(), blocks.damage());
      return;
    }
    if (blocks.readAt() != null) {
      collector.readAt(extended(blocks.readAt()), blocks.readAtLine());
    }
    for (IcsBlocks.Block zone : blocks.zones()) {
      try {
        zones.define(IcsComponent.parse(zone.lines()));
      } catch (BadValueException e) {
        collector.refuse(e.code(), zone.line(), null, e.message());
      }
    }
    for (IcsBlocks.Block event : blocks.events()) {
      try {
        add(IcsComponent.parse(event.lines()), event.line(), blocks.zone());
      } catch (BadValueException e) {
        collector.refuse(e.code(), event.line(), null, e.message());
      }
    }
  }

  private void add(IcsComponent event, int line, @Nullable String dayZone) {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    List<BadValueException> refusals = new ArrayList<>();
    Entry.Kind kind = Entry.Kind.CHANGE;
    event.first("UID").ifPresent(uid -> members.put("id", text(uid.value())));
    for (IcsComponent.Property property : event.properties()) {
      if (!property.name().startsWith(OURS)) {
        continue;
      }
      String name = property.name().substring(OURS.length());
      String value = text(property.value());
      if (name.equals("KIND")) {
        try {
          kind = CsvFeed.kindOf(value);
        } catch (BadValueException e) {
          refusals.add(e);
          kind = CsvFeed.meant(value);
        }
      } else {
        put(members, name, value, refusals);
      }
    }
    if (event
        .first("STATUS")
        .filter(status -> status.value().strip().equalsIgnoreCase("CANCELLED"))
        .isPresent()) {
      members.put("state", "canceled");
    }
    collector.add(timed(event, dayZone, new Entry(kind, line, members, refusals)));
  }

  private static void put(
      ObjectNode members, String name, String value, List<BadValueException> refusals) {
    String member = MEMBERS.get(name);
    if (member == null) {
      refusals.add(
          new BadValueException(
              "UNKNOWN_MEMBER",
              "there is no property (%s) here.%s"
                  .formatted(NearWord.shown(OURS + name), NearWord.maybe(name, MEMBERS.keySet()))));
    } else if (member.equals("apps") || member.equals("rows") || member.equals("actors")) {
      ArrayNode list = members.withArray(member);
      SEPARATORS.splitAsStream(value).forEach(list::add);
    } else {
      members.put(member, member.endsWith("At") ? extended(value) : value);
    }
  }

  private Entry timed(IcsComponent event, @Nullable String dayZone, Entry entry) {
    IcsSpans.Times times = spans.read(event, dayZone);
    List<BadValueException> refusals = new ArrayList<>(entry.refusals());
    refusals.addAll(times.refusals());
    ObjectNode members = (ObjectNode) entry.members();
    boolean validity = entry.kind() == Entry.Kind.APPROVAL;
    if (times.schedule() != null && entry.kind() != Entry.Kind.CHANGE) {
      refusals.add(
          new BadValueException("BAD_RECURRENCE", "only a change can recur, not what this is."));
    }
    boolean untimed = !times.refusals().isEmpty() || times.schedule() != null;
    putMoment(members, validity ? "validFrom" : "start", times.start());
    putMoment(members, validity ? "validUntil" : "end", times.end());
    return new Entry(entry.kind(), entry.line(), members, times.schedule(), refusals, untimed);
  }

  private static void putMoment(ObjectNode members, String name, @Nullable Instant moment) {
    if (moment != null) {
      members.put(name, moment.toString());
    }
  }

  /** Returns a text without the backslashes that iCalendar puts before separators. */
  private static String text(String value) {
    return value.replace("\\n", "\n").replace("\\N", "\n").replaceAll("\\\\(.)", "$1").strip();
  }

  private static String extended(String value) {
    Matcher matcher = BASIC_TIME.matcher(value.strip().toUpperCase(Locale.ROOT));
    return matcher.matches() ? matcher.replaceFirst("$1-$2-$3T$4:$5:$6Z") : value;
  }
}
