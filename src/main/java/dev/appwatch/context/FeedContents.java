package dev.appwatch.context;

import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.StandingApproval;
import java.util.List;

/**
 * What a change feed says, and what of it was refused.
 *
 * @param feed where it comes from and how fresh it is
 * @param windows changes with their times
 * @param approvals workflows that were approved beforehand
 * @param freezes times in which no approval counts; a freeze that is not plain holds as long as it
 *     may have been meant to
 * @param problems every refusal, in the order of the lines
 */
public record FeedContents(
    ChangeFeed feed,
    List<ChangeWindow> windows,
    List<StandingApproval> approvals,
    List<Freeze> freezes,
    List<ChangeProblem> problems) {

  public FeedContents {
    windows = List.copyOf(windows);
    approvals = List.copyOf(approvals);
    freezes = List.copyOf(freezes);
    problems = List.copyOf(problems);
  }
}
