package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the monitoring table, met by one action.
 *
 * @param id 32 hex digits, the same on every machine and for every envelope of the action
 * @param rule id of the row
 * @param title title of the row
 * @param risk how serious it is
 * @param disposition what becomes of it
 * @param reasons reason codes, sorted, without repetition
 * @param summary one sentence a person can act on
 * @param tenant directory (tenant) id, null when neither record nor policy tells it
 * @param time when the action happened
 * @param actor who did it
 * @param targets what it was done to, the application first
 * @param evidence the properties that made the rule hold
 * @param decision why it has its disposition
 * @param events the records it rests on, in the order of their positions
 * @param group 32 hex digits shared by the findings of one action
 * @param attack ATT&amp;CK technique ids of the row
 * @param pack digest of the policy pack that judged it
 * @param floor why no approval may cover it, sorted: by its role, permission, row or identity, in
 *     one word each; empty when one may; not part of the written contract
 */
public record Finding(
    String id,
    String rule,
    String title,
    Risk risk,
    Disposition disposition,
    List<String> reasons,
    String summary,
    @Nullable String tenant,
    Instant time,
    Actor actor,
    List<Target> targets,
    List<Evidence> evidence,
    Decision decision,
    List<EventRef> events,
    String group,
    List<String> attack,
    String pack,
    List<String> floor) {

  public Finding {
    requireNonNull(id, "id");
    requireNonNull(rule, "rule");
    requireNonNull(title, "title");
    requireNonNull(risk, "risk");
    requireNonNull(disposition, "disposition");
    requireNonNull(summary, "summary");
    requireNonNull(time, "time");
    requireNonNull(actor, "actor");
    requireNonNull(decision, "decision");
    requireNonNull(group, "group");
    requireNonNull(pack, "pack");
    reasons = List.copyOf(reasons);
    targets = List.copyOf(targets);
    evidence = List.copyOf(evidence);
    events = List.copyOf(events);
    attack = List.copyOf(attack);
    floor = List.copyOf(floor);
  }

  /** Types of targets that tell more about a change, while something else was changed. */
  private static final Set<String> CONTEXT =
      Set.of("API", "Role", "Scope", "Object", "User", "Group");

  /**
   * Returns what the finding is about: the application, principal or vault, without its context.
   */
  public List<Target> subjects() {
    return subjects(targets);
  }

  /** Returns those of some targets that a change is about, without what only tells more of it. */
  public static List<Target> subjects(List<Target> targets) {
    return targets.stream().filter(target -> !CONTEXT.contains(target.type())).toList();
  }

  /** Returns the finding with reasons why no approval may cover it. */
  public Finding onFloor(List<String> codes) {
    return new Finding(
        id,
        rule,
        title,
        risk,
        disposition,
        reasons,
        summary,
        tenant,
        time,
        actor,
        targets,
        evidence,
        decision,
        events,
        group,
        attack,
        pack,
        codes);
  }

  /** Returns the finding with another verdict. */
  public Finding decided(Risk raised, Disposition to, List<String> because, Decision with) {
    return new Finding(
        id, rule, title, raised, to, because, summary, tenant, time, actor, targets, evidence, with,
        events, group, attack, pack, floor);
  }
}
