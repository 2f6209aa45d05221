package dev.appwatch.context;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.StandingApproval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Approvals that share a key, in the order of time. A window lasts a day at most, so those around a
 * moment are found by looking a day back; what recurs or stands is asked one by one. Any thread may
 * ask.
 */
final class ApprovalBucket {

  private static final int NEIGHBOURS = 16;

  private final List<ChangeWindow> single = new ArrayList<>();
  private final List<Approval> lasting = new ArrayList<>();
  private Duration longest = Duration.ZERO;
  private Duration grace = Duration.ZERO;
  private volatile boolean sorted;

  /** Adds an approval; to be called before the first is asked for. */
  void add(Approval approval) {
    if (approval instanceof ChangeWindow window && window.schedule() instanceof Schedule.Once) {
      single.add(window);
    } else {
      lasting.add(approval);
    }
  }

  /** Puts them in order when they are first asked for: of many buckets few ever are. */
  private void inOrder() {
    if (!sorted) {
      synchronized (this) {
        if (!sorted) {
          sort();
          sorted = true;
        }
      }
    }
  }

  private void sort() {
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
    inOrder();
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
   * Adds the nearest window before and after a moment that names the row, and one that lasts. What
   * was approved is nearer than what was not.
   */
  void besideInto(Instant moment, String row, Collection<Approval> found) {
    inOrder();
    int next = after(moment);
    List<ChangeWindow> before =
        new ArrayList<>(single.subList(Math.max(next - NEIGHBOURS, 0), next));
    Collections.reverse(before);
    nearest(before, row).ifPresent(found::add);
    nearest(single.subList(next, Math.min(next + NEIGHBOURS, single.size())), row)
        .ifPresent(found::add);
    nearest(lasting, row).ifPresent(found::add);
  }

  private static Optional<Approval> nearest(List<? extends Approval> inOrder, String row) {
    Approval best = null;
    for (Approval approval : inOrder) {
      if (approval.scope().holdsRow(row)) {
        if (approval.approval().equals("approved")) {
          return Optional.of(approval);
        }
        best = best == null ? approval : best;
      }
    }
    return Optional.ofNullable(best);
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
