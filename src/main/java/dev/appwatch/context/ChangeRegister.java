package dev.appwatch.context;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every approval and freeze that is known, found by what it covers. Immutable, and safe to share
 * between threads.
 *
 * <p>For a finding it names the approvals worth asking the rules about: every one that may cover
 * it, and the nearest that do not. How many those are does not depend on how many there are.
 */
public final class ChangeRegister {

  private static final Comparator<ChangeFeed> BY_NAME = Comparator.comparing(ChangeFeed::name);
  private static final int MOST_NEAR_MISSES = 2;

  /** Nothing is approved. */
  public static final ChangeRegister NONE =
      new ChangeRegister(List.of(), List.of(), List.of(), List.of());

  private final List<ChangeFeed> feeds;
  private final List<ChangeWindow> windows;
  private final List<StandingApproval> standingApprovals;
  private final List<Freeze> freezes;
  private final Map<String, Approval> byId = new LinkedHashMap<>();
  private final Map<String, ApprovalBucket> byAppAndActor = new HashMap<>();
  private final Map<String, ApprovalBucket> byApp = new HashMap<>();
  private final Map<String, ApprovalBucket> byActor = new HashMap<>();

  /**
   * Makes facts of what feeds hold.
   *
   * @throws IllegalArgumentException when two approvals have one id
   */
  public ChangeRegister(
      Collection<ChangeFeed> feeds,
      Collection<ChangeWindow> windows,
      Collection<StandingApproval> standingApprovals,
      Collection<Freeze> freezes) {
    this.feeds = feeds.stream().sorted(BY_NAME).toList();
    this.windows = List.copyOf(windows);
    this.standingApprovals = List.copyOf(standingApprovals);
    this.freezes = List.copyOf(freezes);
    windows.forEach(this::index);
    standingApprovals.forEach(this::index);
  }

  private void index(Approval approval) {
    if (byId.put(approval.id(), approval) != null) {
      throw new IllegalArgumentException(
          "There are two approvals with the id (%s).".formatted(approval.id()));
    }
    Scope scope = approval.scope();
    for (String app : scope.apps()) {
      bucket(byApp, app).add(approval);
      for (String actor : scope.actors()) {
        bucket(byAppAndActor, key(scope.tenant(), app, actor)).add(approval);
      }
    }
    for (String actor : scope.actors()) {
      bucket(byActor, key(scope.tenant(), actor)).add(approval);
    }
  }

  private static ApprovalBucket bucket(Map<String, ApprovalBucket> buckets, String key) {
    return buckets.computeIfAbsent(key, any -> new ApprovalBucket());
  }

  private static String key(String... ids) {
    return String.join("\n", ids);
  }

  /** Returns the feeds, by name. */
  public List<ChangeFeed> feeds() {
    return feeds;
  }

  /** Returns every change window. */
  public List<ChangeWindow> windows() {
    return windows;
  }

  /** Returns every standing approval. */
  public List<StandingApproval> standingApprovals() {
    return standingApprovals;
  }

  /** Returns every freeze. */
  public List<Freeze> freezes() {
    return freezes;
  }

  /** Returns the approval of that id. */
  public Optional<Approval> approval(@Nullable String id) {
    return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
  }

  /** Returns the approvals that may cover a finding, and the nearest that do not, by id. */
  public List<Approval> near(Finding finding) {
    if (byId.isEmpty()) {
      return List.of();
    }
    List<Target> subjects = finding.subjects();
    Set<String> apps =
        subjects.isEmpty() ? Set.of() : ids(subjects.get(0).appId(), subjects.get(0).id());
    Set<String> actors = ids(finding.actor().id(), finding.actor().appId());
    String tenant = finding.tenant() == null ? "" : Scope.normal(finding.tenant());
    Instant time = finding.time();
    Set<Approval> near = new LinkedHashSet<>();
    List<ApprovalBucket> exact = new ArrayList<>();
    for (String app : apps) {
      for (String actor : actors) {
        ApprovalBucket bucket = byAppAndActor.get(key(tenant, app, actor));
        if (bucket != null) {
          exact.add(bucket);
        }
      }
    }
    exact.forEach(bucket -> bucket.coveringInto(time, Integer.MAX_VALUE, any -> true, near));
    if (near.isEmpty()) {
      exact.forEach(bucket -> bucket.besideInto(time, finding.rule(), near));
    }
    // an approval that covers the time, but not all of the scope, may be the one that was meant
    for (String app : apps) {
      ApprovalBucket bucket = byApp.get(app);
      if (bucket != null) {
        bucket.coveringInto(time, MOST_NEAR_MISSES, any -> true, near);
      }
    }
    if (near.isEmpty()) {
      for (String actor : actors) {
        ApprovalBucket bucket = byActor.get(key(tenant, actor));
        if (bucket != null) {
          // what somebody may do elsewhere and otherwise is not near
          bucket.coveringInto(
              time, MOST_NEAR_MISSES, one -> one.scope().holdsRow(finding.rule()), near);
        }
      }
    }
    return near.stream().sorted(Comparator.comparing(Approval::id)).toList();
  }

  private static Set<String> ids(@Nullable String first, @Nullable String second) {
    Set<String> ids = new LinkedHashSet<>();
    if (first != null) {
      ids.add(Scope.normal(first));
    }
    if (second != null) {
      ids.add(Scope.normal(second));
    }
    return ids;
  }

  /**
   * Returns what an approval that covered something at a moment counts against: a change against
   * itself, a standing approval against the day in UTC.
   */
  public Optional<Quota> quota(@Nullable String id, Instant moment) {
    return approval(id)
        .map(approval -> new Quota(quotaKey(approval, moment), approval.expectedCount()));
  }

  private static String quotaKey(Approval approval, Instant moment) {
    return approval instanceof StandingApproval
        ? approval.id() + " " + LocalDate.ofInstant(moment, ZoneOffset.UTC)
        : approval.id();
  }

  /**
   * How much an approval may cover.
   *
   * @param key what is counted together
   * @param count how many findings, 1 or more
   */
  public record Quota(String key, int count) {}

  /** Returns whether a freeze holds for a tenant at a moment. */
  public boolean frozen(@Nullable String tenant, Instant moment) {
    for (Freeze freeze : freezes) {
      if (freeze.holds(tenant, moment)) {
        return true;
      }
    }
    return false;
  }

  /** Returns the feeds that are too old to prove anything about a moment. */
  public List<ChangeFeed> stale(Instant moment, Duration limit) {
    List<ChangeFeed> stale = new ArrayList<>();
    for (ChangeFeed feed : feeds) {
      if (feed.staleAt(moment, limit)) {
        stale.add(feed);
      }
    }
    return stale;
  }
}
