package dev.appwatch.cli;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.StandingApproval;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells an approval, in a line or as members. */
final class ApprovalWords {

  private ApprovalWords() {}

  /** Returns when an approval covers, in words. */
  static String when(Approval approval) {
    if (approval instanceof ChangeWindow window) {
      if (window.schedule() instanceof Schedule.Once once) {
        return once.start() + " to " + once.last();
      }
      if (window.schedule() instanceof Schedule.Recurring recurring) {
        return "%s at %s %s for %s until %s"
            .formatted(
                recurring.frequency(),
                recurring.at(),
                recurring.zone(),
                recurring.duration(),
                recurring.until());
      }
      return "%s to %s, several times"
          .formatted(window.schedule().first(), window.schedule().last());
    }
    StandingApproval standing = (StandingApproval) approval;
    return "%s to %s in the hours of %s"
        .formatted(standing.validFrom(), standing.validUntil(), standing.calendar());
  }

  /** Returns the members of an approval, in a fixed order. */
  static Map<String, @Nullable Object> members(Approval approval) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("id", approval.id());
    members.put("kind", approval instanceof ChangeWindow ? "change" : "approval");
    members.put("type", approval instanceof ChangeWindow window ? window.type() : null);
    members.put("state", approval instanceof ChangeWindow window ? window.state() : null);
    members.put("approval", approval.approval());
    members.put("approvedAt", text(approval.approvedAt()));
    members.put("approver", approval.approver());
    members.put("requester", approval.requester());
    members.put("when", when(approval));
    members.put("tenant", approval.scope().tenant());
    members.put("apps", approval.scope().apps());
    members.put("rows", approval.scope().rows());
    members.put("actors", approval.scope().actors());
    members.put("expectedCount", approval.expectedCount());
    members.put("source", approval.position().toString());
    return members;
  }

  static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
