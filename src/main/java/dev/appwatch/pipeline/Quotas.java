package dev.appwatch.pipeline;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.ChangeRegister.Quota;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Lets an approval cover as many findings as it expects, the earliest first, and no more. Which
 * those are depends on the time of the findings alone, not on the order in which they came.
 */
final class Quotas {

  private static final Comparator<Place> LATEST_FIRST =
      Comparator.comparing(Place::time).thenComparing(Place::id).reversed();

  private final ChangeRegister changes;
  private final Map<String, PriorityQueue<Place>> covered = new HashMap<>();

  Quotas(ChangeRegister changes) {
    this.changes = changes;
  }

  private record Place(Instant time, String id) {}

  /** Counts a finding; to be called for each of them before the first is judged. */
  void count(Finding finding) {
    quota(finding)
        .ifPresent(
            quota -> {
              PriorityQueue<Place> places =
                  covered.computeIfAbsent(quota.key(), key -> new PriorityQueue<>(LATEST_FIRST));
              places.add(place(finding));
              if (places.size() > quota.count()) {
                places.remove();
              }
            });
  }

  /** Returns the finding, as an alert if its approval was used up before. */
  Finding judge(Finding finding) {
    Optional<Quota> quota = quota(finding);
    if (quota.isEmpty()) {
      return finding;
    }
    PriorityQueue<Place> places = covered.get(quota.get().key());
    Place last = places == null ? null : places.peek();
    if (last != null && LATEST_FIRST.compare(place(finding), last) >= 0) {
      return finding;
    }
    return exceeded(finding);
  }

  /** Returns the finding as the alert that it is once its approval was used up. */
  static Finding exceeded(Finding finding) {
    return finding.decided(
        finding.risk(),
        Disposition.ALERT,
        finding.reasons(),
        new Decision(
            null,
            "COUNT_EXCEEDED",
            new Decision.NearestChange(String.valueOf(finding.decision().change()), "count")));
  }

  private Optional<Quota> quota(Finding finding) {
    return finding.disposition() == Disposition.SUPPRESSED
        ? changes.quota(finding.decision().change(), finding.time())
        : Optional.empty();
  }

  private static Place place(Finding finding) {
    return new Place(finding.time(), finding.id());
  }
}
