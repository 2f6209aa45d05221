package dev.appwatch.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A change request with the time in which it is carried out.
 *
 * @param id its number, for example {@code CHG0031001}
 * @param type {@code standard}, {@code normal} or {@code emergency}
 * @param state where it stands, in the words of change management and in lower case: new, assess,
 *     authorize, scheduled, implement, review, closed or canceled
 * @param approval what its feed says of the approval, in lower case; only one word counts as given
 * @param approvedAt when it was approved
 * @param approver who approved it
 * @param requester who asked for it
 * @param scope what it covers
 * @param schedule when it covers
 * @param grace how long before and after it is tolerated, at most five minutes
 * @param canceledAt when it was canceled, null when it was not or nobody knows
 * @param expectedCount how many findings it covers, 1 or more
 * @param position where it was read
 */
public record ChangeWindow(
    String id,
    @OneOf({"standard", "normal", "emergency"}) String type,
    @OneOf({"new", "assess", "authorize", "scheduled", "implement", "review", "closed", "canceled"})
        String state,
    String approval,
    @Nullable Instant approvedAt,
    @Nullable String approver,
    @Nullable String requester,
    Scope scope,
    Schedule schedule,
    Duration grace,
    @Nullable Instant canceledAt,
    int expectedCount,
    FeedPosition position)
    implements Approval {

  /** Returns {@code inside}, {@code grace} or {@code outside}. */
  @OneOf({"inside", "grace", "outside"})
  public String timeOf(Instant moment) {
    if (schedule.covers(moment, Duration.ZERO)) {
      return "inside";
    }
    return !grace.isZero() && schedule.covers(moment, grace) ? "grace" : "outside";
  }

  /** Returns whether it was canceled at or before a moment, or at one that nobody knows. */
  public boolean canceledBy(Instant moment) {
    return state.equals("canceled") && (canceledAt == null || !canceledAt.isAfter(moment));
  }

  @Override
  public Duration length() {
    return schedule.length();
  }
}
