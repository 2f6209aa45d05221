package dev.appwatch.pipeline;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How one finding came by its disposition: what was asked, and what was known then.
 *
 * @param finding id of the finding
 * @param findingDigest digest of its line
 * @param disposition what became of it
 * @param decision why
 * @param baseRisk the lowest risk that its rules may have stated
 * @param risk its risk, after the hours were asked
 * @param floor why no approval may cover it
 * @param actorAppId application id of the actor, which findings do not write
 * @param receivedAt when the records were received
 * @param hours {@code inside}, {@code off}, {@code holiday}, {@code error} or {@code unknown}
 * @param frozen whether a freeze held
 * @param staleFeeds names of the feeds that were too old to prove anything
 * @param cover what covers it, null when nothing does
 * @param pack digest of the pack
 */
record DecisionRecord(
    String finding,
    String findingDigest,
    Disposition disposition,
    Decision decision,
    Risk baseRisk,
    Risk risk,
    List<String> floor,
    @Nullable String actorAppId,
    Instant receivedAt,
    String hours,
    boolean frozen,
    List<String> staleFeeds,
    @Nullable Cover cover,
    String pack) {

  DecisionRecord {
    floor = List.copyOf(floor);
    staleFeeds = List.copyOf(staleFeeds);
  }

  /** The approval that covers a finding, and the values of its scope that matched. */
  record Cover(
      @Nullable String approver,
      @Nullable Instant approvedAt,
      @Nullable String requester,
      String tenant,
      String row,
      List<String> apps,
      List<String> actors,
      Instant from,
      Instant until) {

    Cover {
      apps = List.copyOf(apps);
      actors = List.copyOf(actors);
    }

    private static Cover of(Approval approval, Finding finding) {
      Scope scope = approval.scope();
      Set<String> apps = new TreeSet<>();
      for (Target target : finding.subjects()) {
        addHeld(apps, scope.apps(), target.appId());
        addHeld(apps, scope.apps(), target.id());
      }
      Set<String> actors = new TreeSet<>();
      Actor actor = finding.actor();
      addHeld(actors, scope.actors(), actor.id());
      addHeld(actors, scope.actors(), actor.appId());
      return new Cover(
          approval.approver(),
          approval.approvedAt(),
          approval.requester(),
          scope.tenant(),
          Scope.normal(finding.rule()),
          List.copyOf(apps),
          List.copyOf(actors),
          from(approval),
          until(approval));
    }

    private static void addHeld(Set<String> held, Set<String> ids, @Nullable String id) {
      if (id != null && ids.contains(Scope.normal(id))) {
        held.add(Scope.normal(id));
      }
    }

    private static Instant from(Approval approval) {
      if (approval instanceof ChangeWindow window) {
        return window.schedule().first();
      }
      return ((StandingApproval) approval).validFrom();
    }

    private static Instant until(Approval approval) {
      if (approval instanceof ChangeWindow window) {
        return window.schedule().last();
      }
      return ((StandingApproval) approval).validUntil();
    }
  }

  /** Returns what is to be recorded of a finding whose line has that digest. */
  static DecisionRecord of(
      Finding finding, String findingDigest, Risk baseRisk, Instant receivedAt, Context context) {
    Instant time = finding.time();
    boolean timeKnown = !time.equals(Instant.EPOCH);
    List<ChangeFeed> stale = context.changes().stale(time, context.policy().changeFeedMaxAge());
    Cover cover = null;
    if (finding.disposition() == Disposition.SUPPRESSED) {
      cover =
          context
              .changes()
              .approval(finding.decision().change())
              .map(approval -> Cover.of(approval, finding))
              .orElse(null);
    }
    return new DecisionRecord(
        finding.id(),
        findingDigest,
        finding.disposition(),
        finding.decision(),
        baseRisk,
        finding.risk(),
        finding.floor(),
        finding.actor().appId(),
        receivedAt,
        timeKnown ? context.hoursOf(finding) : "unknown",
        context.changes().frozen(finding.tenant(), time),
        stale.stream().map(ChangeFeed::name).toList(),
        cover,
        finding.pack());
  }

  /** Returns the finding of that line as it was judged, with what lines do not write. */
  Finding complete(Finding line) {
    Actor actor = line.actor();
    return new Finding(
        line.id(),
        line.rule(),
        line.title(),
        line.risk(),
        line.disposition(),
        line.reasons(),
        line.summary(),
        line.tenant(),
        line.time(),
        new Actor(actor.type(), actor.id(), actor.name(), actor.ip(), actorAppId),
        line.targets(),
        line.evidence(),
        line.decision(),
        line.events(),
        line.group(),
        line.attack(),
        line.pack(),
        floor);
  }

  /** Returns the finding as it was before anybody asked about approvals. */
  Finding undecided(Finding complete) {
    return complete.decided(
        baseRisk, Disposition.ALERT, complete.reasons(), new Decision(null, "NO_CHANGE", null));
  }
}
