package dev.appwatch.intake;

import dev.appwatch.context.Policy;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.Target;
import dev.appwatch.store.Memory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares the pack in force, and its limits, with those of the last time. */
final class PackWatch {

  private static final String FILES = "pack.file";
  private static final String PACK = "pack";
  private static final String LIMITS = "limit";
  private static final String REFUSED = "pack.refused";
  private static final int NAMED = 5;

  private final Memory memory;
  private final OwnDraft draft;

  PackWatch(Memory memory, OwnDraft draft) {
    this.memory = memory;
    this.draft = draft;
  }

  void compare(PackInForce pack, Policy policy) {
    files(pack);
    limits(policy);
    memory.replace(REFUSED, Map.of());
  }

  private void files(PackInForce pack) {
    SortedMap<String, String> before = memory.topic(FILES);
    String was = memory.topic(PACK).getOrDefault("digest", "");
    if (was.equals(pack.digest())) {
      return;
    }
    SortedMap<String, String> added = new TreeMap<>();
    SortedMap<String, String> changed = new TreeMap<>();
    SortedMap<String, String> removed = new TreeMap<>(before);
    removed.keySet().removeAll(pack.files().keySet());
    List<Evidence> evidence = new ArrayList<>();
    pack.files()
        .forEach(
            (file, digest) -> {
              String old = before.get(file);
              if (!digest.equals(old)) {
                (old == null ? added : changed).put(file, digest);
                evidence.add(new Evidence(file, old, digest));
              }
            });
    removed.forEach((file, digest) -> evidence.add(new Evidence(file, digest, null)));
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("before", was);
    members.put("digest", pack.digest());
    members.put("key", pack.key());
    members.put("version", pack.version());
    members.put("added", added);
    members.put("changed", changed);
    members.put("removed", removed);
    draft.note("pack.in-force", members);
    List<String> names = evidence.stream().map(Evidence::property).toList();
    draft.finding(
        OwnRow.PACK_01,
        pack.digest(),
        "The policy pack in force was changed: %s%s"
            .formatted(
                String.join(", ", names.subList(0, Math.min(names.size(), NAMED))),
                names.size() > NAMED ? " and %d more".formatted(names.size() - NAMED) : ""),
        List.of(new Target("PolicyPack", pack.digest(), null, "policy pack")),
        evidence);
    memory.replace(FILES, pack.files());
    memory.replace(PACK, Map.of("digest", pack.digest()));
  }

  /** Takes in that a pack was refused; the same refusal is told once. */
  void refused(String refusal, String why) {
    if (memory.topic(REFUSED).containsKey(refusal)) {
      return;
    }
    draft.note("pack.refused", Map.of("why", why));
    draft.finding(
        OwnRow.PACK_02,
        refusal,
        "A policy pack was refused, the last good one stays: " + why.lines().findFirst().orElse(""),
        List.of(new Target("PolicyPack", null, null, "policy pack")),
        List.of(new Evidence("refused", null, why)));
    Map<String, String> refusals = memory.topic(REFUSED);
    refusals.put(refusal, why);
    memory.replace(REFUSED, refusals);
  }

  private void limits(Policy policy) {
    SortedMap<String, String> before = memory.topic(LIMITS);
    SortedMap<String, String> now = limitsOf(policy);
    if (before.equals(now)) {
      return;
    }
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    // a newer program may know limits that nobody watched before
    names.removeIf(name -> !before.isEmpty() && !before.containsKey(name));
    names.removeIf(name -> now.getOrDefault(name, "").equals(before.getOrDefault(name, "")));
    Map<String, Object> values = new TreeMap<>();
    List<Evidence> evidence = new ArrayList<>();
    for (String name : names) {
      evidence.add(new Evidence(name, before.get(name), now.get(name)));
      values.put(name, List.of(before.getOrDefault(name, ""), now.getOrDefault(name, "")));
    }
    memory.replace(LIMITS, now);
    draft.note("limits.changed", values);
    if (names.isEmpty()) {
      return;
    }
    draft.finding(
        OwnRow.FLOOR_01,
        "policy.yaml",
        "What decides whether an alert can be set aside was changed: " + String.join(", ", names),
        List.of(new Target("PolicyPack", null, null, "policy.yaml")),
        evidence);
  }

  /** What stands between an approval and silence, and what tells of silence. */
  static SortedMap<String, String> limitsOf(Policy policy) {
    SortedMap<String, String> limits = new TreeMap<>();
    limits.put("tenant", String.valueOf(policy.tenant()));
    limits.put("floor.rows", all(policy.onFloor().rows()));
    limits.put("floor.apps", all(policy.onFloor().apps()));
    limits.put("floor.roles", all(policy.onFloor().roles()));
    limits.put("floor.permissions", all(policy.onFloor().permissions()));
    limits.put("ownApps", all(policy.own()));
    limits.put("approvers", all(policy.approvers()));
    limits.put("graceMinutes", String.valueOf(policy.grace().toMinutes()));
    limits.put("changeFeedMaxAgeMinutes", String.valueOf(policy.changeFeedMaxAge().toMinutes()));
    limits.put("suppressedMinutesBudget", String.valueOf(policy.suppressedMinutes()));
    limits.put("offHoursRaiseRisk", String.valueOf(policy.raisesRiskOffHours()));
    limits.put("newApplicationMinutes", String.valueOf(policy.newApplicationMinutes()));
    limits.put("serviceNow", policy.fields().toString());
    limits.put("silence.minutes", String.valueOf(policy.silenceOfSources().minutes()));
    limits.put(
        "silence.sources",
        new TreeMap<>(java.util.Objects.requireNonNull(policy.silenceOfSources().sources()))
            .toString());
    limits.put("canary", policy.expectedCanary().toString());
    return limits;
  }

  private static String all(Collection<String> values) {
    return String.join(", ", new TreeSet<>(values));
  }
}
