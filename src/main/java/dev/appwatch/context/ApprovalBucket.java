package dev.appwatch.context;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.StandingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Approvals that share a key, in the order of time. A window lasts a day at most, so those around a
 * moment are found by looking a day back; what recurs or stands is asked one by one.
 */
final class ApprovalBucket {

  private static final int NEIGHBOURS = 16;
  private static final int ENOUGH = 3;

  private final List<ChangeWindow> single = new ArrayList<>();
  private final List<Approval> lasting = new ArrayList<>();
  private Duration longest = Duration.ZERO;
  private Duration grace = Duration.ZERO;

  void add(Approval approval) {
    if (approval instanceof ChangeWindow window && window.schedule() instanceof Schedule.Once) {
      single.add(window);
    } else {
      lasting.add(approval);
    }
  }

  /** To be called once, after the last approval was added. */
  void seal() {
    single.sort(
        Comparator.comparing((ChangeWindow window) -> window.schedule().first())
            .thenComparing(ChangeWindow::id));
    lasting.sort(Comparator.comparing(Approval::id));
    for (ChangeWindow window : single) {
      Duration length =
          Duration.between(window.schedule().first(), window.schedule().last())
              .plus(window.grace().multipliedBy(2));
      longest = longest.compareTo(length) < 0 ? length : longest;
      grace = grace.compareTo(window.grace()) < 0 ? window.grace() : grace;
    }
  }

  /** Adds the approvals asked for that cover a moment, as far as time goes, so many at most. */
  void coveringInto(
      Instant moment, int most, Predicate<Approval> asked, Collection<Approval> found) {
    int added = 0;
    // grace makes a window begin earlier than it is sorted
    Instant horizon = moment.plus(grace);
    for (int i = after(moment.minus(longest)); i < single.size() && added < most; i++) {
      ChangeWindow window = single.get(i);
      if (window.schedule().first().isAfter(horizon)) {
        break;
      }
      if (covers(window, moment) && asked.test(window)) {
        found.add(window);
        added++;
      }
    }
    for (int i = 0; i < lasting.size() && added < most; i++) {
      if (covers(lasting.get(i), moment) && asked.test(lasting.get(i))) {
        found.add(lasting.get(i));
        added++;
      }
    }
  }

  /**
   * Adds some of the nearest windows before and after a moment that name the row, and what lasts.
   */
  void besideInto(Instant moment, String row, Collection<Approval> found) {
    int next = after(moment);
    int added = 0;
    int end = Math.min(next + NEIGHBOURS, single.size());
    for (int i = next; i < end && added < ENOUGH; i++) {
      if (single.get(i).scope().holdsRow(row)) {
        found.add(single.get(i));
        added++;
      }
    }
    added = 0;
    int start = Math.max(next - NEIGHBOURS, 0);
    for (int i = next - 1; i >= start && added < ENOUGH; i--) {
      if (single.get(i).scope().holdsRow(row)) {
        found.add(single.get(i));
        added++;
      }
    }
    added = 0;
    for (int i = 0; i < lasting.size() && added < ENOUGH; i++) {
      if (lasting.get(i).scope().holdsRow(row)) {
        found.add(lasting.get(i));
        added++;
      }
    }
  }

  private static boolean covers(Approval approval, Instant moment) {
    if (approval instanceof ChangeWindow window) {
      return !window.timeOf(moment).equals("outside");
    }
    return approval instanceof StandingApproval standing && standing.validAt(moment);
  }

  /** Returns the index of the first window that starts after a moment. */
  private int after(Instant moment) {
    int low = 0;
    int high = single.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (single.get(middle).schedule().first().isAfter(moment)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
