package dev.appwatch.intake;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.Target;
import dev.appwatch.store.Memory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares approvals and freezes with those of the last time: what allows more is told. */
final class ApprovalWatch {

  private static final String APPROVALS = "approval";
  private static final String FREEZES = "freeze";
  private static final int NAMED = 5;

  private final Memory memory;
  private final OwnDraft draft;
  private final Instant now;
  private final Map<String, Feed> feeds = new TreeMap<>();

  ApprovalWatch(Memory memory, OwnDraft draft, Instant now) {
    this.memory = memory;
    this.draft = draft;
    this.now = now;
  }

  /** What is new about a feed. */
  private static final class Feed {
    private final List<String> added = new ArrayList<>();
    private final List<String> widened = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> removed = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Evidence> evidence = new ArrayList<>();
  }

  void compare(ChangeRegister register) {
    SortedMap<String, String> before = memory.topic(APPROVALS);
    SortedMap<String, String> reaches = new TreeMap<>();
    Stream.<Approval>concat(register.windows().stream(), register.standingApprovals().stream())
        .forEach(approval -> reaches.put(approval.id(), ApprovalReach.of(approval)));
    reaches.forEach((id, reach) -> approval(id, before.get(id), reach));
    before.forEach(
        (id, reach) -> {
          if (!reaches.containsKey(id)) {
            feed(ApprovalReach.parse(reach)).removed.add(id);
          }
        });
    memory.replace(APPROVALS, reaches);
    freezes(register.freezes());
    feeds.forEach(this::tell);
  }

  private void approval(String id, @Nullable String before, String reach) {
    if (reach.equals(before)) {
      return;
    }
    SortedMap<String, String> now = ApprovalReach.parse(reach);
    SortedMap<String, String> was = before == null ? new TreeMap<>() : ApprovalReach.parse(before);
    Feed feed = feed(now);
    List<String> wider = ApprovalReach.wider(was, now);
    (before == null ? feed.added : wider.isEmpty() ? feed.changed : feed.widened).add(id);
    if (wider.isEmpty()) {
      return; // it covers nothing, or nothing more
    }
    String kind = now.getOrDefault(ApprovalReach.KIND, "");
    feed.targets.add(
        new Target(kind.equals("standing approval") ? "StandingApproval" : "Change", id, null, id));
    for (String dimension : wider) {
      feed.evidence.add(new Evidence(id + " " + dimension, was.get(dimension), now.get(dimension)));
    }
  }

  /** A freeze that is gone or shorter forbids less; one that ended anyway forbade nothing more. */
  private void freezes(List<Freeze> freezes) {
    SortedMap<String, String> known = new TreeMap<>();
    for (Freeze freeze : freezes) {
      known.put(
          freeze.id(),
          String.join(
              " ",
              freeze.start().toString(),
              freeze.end().toString(),
              freeze.tenant() == null ? "*" : freeze.tenant(),
              freeze.position().feed()));
    }
    SortedMap<String, String> before = memory.topic(FREEZES);
    before.forEach(
        (id, was) -> {
          String is = known.get(id);
          String[] old = was.split(" ", 4);
          if (was.equals(is)) {
            return;
          }
          Feed feed = feeds.computeIfAbsent(old[3], any -> new Feed());
          (is == null ? feed.removed : feed.changed).add(id);
          if (Instant.parse(old[1]).isAfter(now)
              && (is == null || shorter(old, is.split(" ", 4)))) {
            feed.targets.add(new Target("Freeze", id, null, id));
            feed.evidence.add(new Evidence(id + " freeze", was, is));
          }
        });
    known.forEach(
        (id, is) -> {
          if (!before.containsKey(id)) {
            feeds.computeIfAbsent(is.split(" ", 4)[3], any -> new Feed()).added.add(id);
          }
        });
    memory.replace(FREEZES, known);
  }

  private static boolean shorter(String[] was, String[] is) {
    return Instant.parse(is[0]).isAfter(Instant.parse(was[0]))
        || Instant.parse(is[1]).isBefore(Instant.parse(was[1]))
        || !(is[2].equals("*") || is[2].equals(was[2]));
  }

  private Feed feed(SortedMap<String, String> reach) {
    return feeds.computeIfAbsent(reach.getOrDefault(ApprovalReach.FEED, "?"), any -> new Feed());
  }

  private void tell(String name, Feed feed) {
    Map<String, Object> members = new TreeMap<>();
    members.put("feed", name);
    members.put("added", feed.added);
    members.put("widened", feed.widened);
    members.put("changed", feed.changed);
    members.put("removed", feed.removed);
    draft.note("changes.read", members);
    if (feed.targets.isEmpty()) {
      return;
    }
    String ids = String.join(", ", feed.targets.stream().limit(NAMED).map(Target::label).toList());
    draft.finding(
        OwnRow.WINDOW_01,
        name,
        "The change feed %s allows more than before: %s%s"
            .formatted(name, ids, feed.targets.size() > NAMED ? " …" : ""),
        feed.targets,
        feed.evidence);
  }
}
