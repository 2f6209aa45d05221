package dev.appwatch.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Somebody's consent to an activity within a scope: the only thing that can suppress a finding. */
public sealed interface Approval permits ChangeWindow, StandingApproval {

  /** How many findings an approval covers where it does not say. */
  int DEFAULT_EXPECTED_COUNT = 25;

  /** Returns the id that findings cite, for example {@code CHG0031001}. */
  String id();

  /** Returns what it covers. */
  Scope scope();

  /** Returns {@code approved}, or whatever else its feed says. */
  String approval();

  /** Returns when it was approved, null when its feed does not say. */
  @Nullable Instant approvedAt();

  /** Returns who approved it. */
  @Nullable String approver();

  /** Returns who asked for it. */
  @Nullable String requester();

  /** Returns how many findings it covers, 1 or more; the next one alerts. */
  int expectedCount();

  /** Returns where it was read. */
  FeedPosition position();

  /** Returns whether somebody gave the approval, at or before a moment. */
  default boolean approvedBy(Instant moment) {
    Instant at = approvedAt();
    return approval().equals("approved") && at != null && !at.isAfter(moment);
  }

  /** Returns whether the approver asked for it, or is the actor of the finding, under any id. */
  default boolean selfApproved(Finding finding) {
    String by = approver() == null ? null : Scope.normal(approver());
    if (by == null) {
      return false;
    }
    Actor actor = finding.actor();
    for (String other : new String[] {requester(), actor.id(), actor.appId(), actor.name()}) {
      if (other != null && by.equals(Scope.normal(other))) {
        return true;
      }
    }
    return false;
  }

  /** Returns how much time it may cover at the longest; the shorter one is cited first. */
  Duration length();
}
