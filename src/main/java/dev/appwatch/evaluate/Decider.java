package dev.appwatch.evaluate;

import dev.appwatch.model.Approval;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Decision.NearestChange;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.rules.SuppressionRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the suppression rules state into one decision. A pure function: what comes first, and
 * that doubt alerts, stands here, where no pack can weaken it. The order of the statements does not
 * matter.
 */
final class Decider {

  /** The order in which the objections to one approval are told; others come last. */
  private static final List<String> ORDER =
      List.of(
          "TENANT",
          "ACTIVITY",
          "ACTOR",
          "PARTIAL_SCOPE",
          "APP",
          "OUTSIDE_WINDOW",
          "OUTSIDE_VALIDITY",
          "OUTSIDE_HOURS",
          "NOT_APPROVED",
          "CANCELED",
          "LATE_APPROVAL",
          "SELF_APPROVED",
          "UNAUTHORISED_APPROVER",
          "EMERGENCY");

  /** Codes of covers that say more than that there is one; the first one wins. */
  private static final List<String> NOTES = List.of("WITHDRAWN_LATER", "IN_GRACE");

  private static final Comparator<Approval> NARROWEST =
      Comparator.comparing((Approval approval) -> approval.scope().breadth())
          .thenComparing(Approval::length)
          .thenComparing(Approval::id);

  private Decider() {}

  /**
   * What holds at the time of a finding, whatever approvals say.
   *
   * @param timeKnown whether the record says when it happened
   * @param ahead whether that is more than five minutes after it was received
   * @param hours {@code inside}, {@code off}, {@code holiday}, {@code error} or {@code unknown}
   * @param frozen whether a freeze holds
   * @param stale whether a change feed is too old to prove anything
   * @param suppressible whether the guide lets an approval cover the row at all
   * @param raise whether off hours raise the risk by one step
   */
  record Circumstances(
      boolean timeKnown,
      boolean ahead,
      String hours,
      boolean frozen,
      boolean stale,
      boolean suppressible,
      boolean raise) {

    boolean offHours() {
      return hours.equals("off") || hours.equals("holiday");
    }
  }

  /** Returns the finding with its decision. */
  static Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
    if (!at.timeKnown()) {
      return alert(finding, finding.risk(), "TIME_UNKNOWN", null);
    }
    Map<String, Standing> standings = standings(statements);
    Standing cover = cover(standings);
    NearestChange nearest = cover == null ? nearest(standings, finding.time()) : null;
    if (at.hours().equals("error")) {
      return alert(finding, finding.risk(), "CALENDAR_ERROR", but(cover, nearest, "calendar"));
    }
    Risk risk = at.raise() && at.offHours() ? raised(finding.risk()) : finding.risk();
    if (at.ahead()) {
      return alert(finding, risk, "TIME_ANOMALY", but(cover, nearest, "time"));
    }
    if (!finding.floor().isEmpty()) {
      return alert(finding, risk, "FLOOR", but(cover, nearest, "floor"));
    }
    if (cover == null) {
      String reason = at.offHours() ? "OFF_HOURS" : "NO_CHANGE";
      return alert(
          finding, risk, nearest == null ? reason : standingOf(standings, nearest).code(), nearest);
    }
    if (!at.suppressible()) {
      return alert(finding, risk, "NOT_SUPPRESSIBLE", but(cover, null, "row"));
    }
    if (at.frozen()) {
      return alert(finding, risk, "FREEZE", but(cover, null, "freeze"));
    }
    if (at.stale()) {
      return alert(finding, risk, "CHANGE_FEED_STALE", but(cover, null, "feed"));
    }
    return decided(
        finding,
        risk,
        Disposition.SUPPRESSED,
        new Decision(cover.approval.id(), cover.note(at), null));
  }

  private static Finding alert(
      Finding finding, Risk risk, String reason, @Nullable NearestChange nearest) {
    return decided(finding, risk, Disposition.ALERT, new Decision(null, reason, nearest));
  }

  private static Finding decided(
      Finding finding, Risk risk, Disposition disposition, Decision decision) {
    if (risk == finding.risk()) {
      return finding.decided(risk, disposition, finding.reasons(), decision);
    }
    TreeSet<String> reasons = new TreeSet<>(finding.reasons());
    reasons.add("OFF_HOURS"); // whoever sees the raised risk should see why
    return finding.decided(risk, disposition, List.copyOf(reasons), decision);
  }

  private static Risk raised(Risk risk) {
    return risk == Risk.LOW ? Risk.MEDIUM : Risk.HIGH;
  }

  private static @Nullable NearestChange but(
      @Nullable Standing cover, @Nullable NearestChange nearest, String dimension) {
    return cover == null ? nearest : new NearestChange(cover.approval.id(), dimension);
  }

  private static Map<String, Standing> standings(List<Statement> statements) {
    Map<String, Standing> standings = new LinkedHashMap<>();
    for (Statement statement : statements) {
      Standing standing =
          standings.computeIfAbsent(
              statement.approval().id(), id -> new Standing(statement.approval()));
      if (statement.rule().cover()) {
        standing.covers.add(statement.rule().code());
      } else {
        standing.objections.add(statement.rule());
      }
    }
    return standings;
  }

  private static Standing standingOf(Map<String, Standing> standings, NearestChange nearest) {
    Standing standing = standings.get(nearest.id());
    if (standing == null) {
      throw new IllegalStateException("Nobody spoke of the change (%s).".formatted(nearest.id()));
    }
    return standing;
  }

  /** One approval must cover everything: two that cover half each are never combined. */
  private static @Nullable Standing cover(Map<String, Standing> standings) {
    Standing best = null;
    for (Standing standing : standings.values()) {
      boolean covers = !standing.covers.isEmpty() && standing.objections.isEmpty();
      if (covers && (best == null || NARROWEST.compare(standing.approval, best.approval) < 0)) {
        best = standing;
      }
    }
    return best;
  }

  private static @Nullable NearestChange nearest(Map<String, Standing> standings, Instant time) {
    Comparator<Standing> order =
        Comparator.comparing((Standing standing) -> standing.dimensions().size())
            .thenComparing(standing -> distance(standing.approval, time))
            .thenComparing(standing -> standing.approval.id());
    Standing best = null;
    for (Standing standing : standings.values()) {
      if (!standing.objections.isEmpty() && (best == null || order.compare(standing, best) < 0)) {
        best = standing;
      }
    }
    return best == null
        ? null
        : new NearestChange(best.approval.id(), String.join(", ", best.dimensions()));
  }

  private static Duration distance(Approval approval, Instant time) {
    Instant first;
    Instant last;
    if (approval instanceof ChangeWindow window) {
      first = window.schedule().first();
      last = window.schedule().last();
    } else if (approval instanceof StandingApproval standing) {
      first = standing.validFrom();
      last = standing.validUntil();
    } else {
      return Duration.ZERO;
    }
    if (time.isBefore(first)) {
      return Duration.between(time, first);
    }
    return time.isAfter(last) ? Duration.between(last, time) : Duration.ZERO;
  }

  /** What was stated about one approval. */
  private static final class Standing {

    private final Approval approval;
    private final TreeSet<String> covers = new TreeSet<>();
    private final List<SuppressionRule> objections = new ArrayList<>();

    Standing(Approval approval) {
      this.approval = approval;
    }

    /** Returns the code of the objection that is told first. */
    String code() {
      return inOrder().get(0).code();
    }

    /** Returns the dimensions that were missed, in the order in which they are told. */
    List<String> dimensions() {
      return inOrder().stream().map(SuppressionRule::missedBy).distinct().toList();
    }

    private List<SuppressionRule> inOrder() {
      return objections.stream()
          .sorted(
              Comparator.comparing((SuppressionRule rule) -> rank(rule.code()))
                  .thenComparing(SuppressionRule::code))
          .toList();
    }

    private static int rank(String code) {
      int rank = ORDER.indexOf(code);
      return rank < 0 ? ORDER.size() : rank;
    }

    String note(Circumstances at) {
      for (String note : NOTES) {
        if (covers.contains(note)) {
          return note;
        }
      }
      return at.offHours() ? "OFF_HOURS" : covers.first();
    }
  }
}
