package dev.appwatch.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow that was approved beforehand: it covers inside the hours of its calendar only.
 *
 * @param id the id that findings cite
 * @param approval what its feed says of the approval, in lower case; only one word counts as given
 * @param approvedAt when it was approved
 * @param approver who approved it
 * @param requester who asked for it
 * @param scope what it covers
 * @param validFrom from when
 * @param validUntil until when, itself not included; at most twelve months later
 * @param calendar id of the business calendar whose hours bind it
 * @param revokedAt when it was taken back, null when it was not
 * @param expectedCount how many findings it covers on one day in UTC, 1 or more
 * @param position where it was read
 */
public record StandingApproval(
    String id,
    String approval,
    @Nullable Instant approvedAt,
    @Nullable String approver,
    @Nullable String requester,
    Scope scope,
    Instant validFrom,
    Instant validUntil,
    String calendar,
    @Nullable Instant revokedAt,
    int expectedCount,
    FeedPosition position)
    implements Approval {

  /** Returns whether a moment is within its validity, its hours aside. */
  public boolean validAt(Instant moment) {
    return !moment.isBefore(validFrom) && moment.isBefore(validUntil);
  }

  /** Returns whether it was taken back at or before a moment. */
  public boolean revokedBy(Instant moment) {
    return revokedAt != null && !revokedAt.isAfter(moment);
  }

  @Override
  public Duration length() {
    return Duration.between(validFrom, validUntil);
  }
}
