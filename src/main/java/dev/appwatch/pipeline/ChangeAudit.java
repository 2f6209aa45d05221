package dev.appwatch.pipeline;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Approvers;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Holds approvals against what happened: what each one set aside, what happened beside it, and how
 * long applications were under one.
 */
public final class ChangeAudit {

  /** Dimensions that say where something happened, rather than why it counts all the same. */
  private static final List<String> SCOPE =
      List.of("tenant", "row", "actor", "app", "time", "hours");

  private final ChangeRegister changes;
  private final Approvers approvers;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /**
   * Makes an audit without findings.
   *
   * @param approvers who may approve
   */
  public ChangeAudit(ChangeRegister changes, Approvers approvers) {
    this.changes = changes;
    this.approvers = approvers;
    changes.windows().forEach(window -> entries.put(window.id(), new Entry(window)));
    changes
        .standingApprovals()
        .forEach(standing -> entries.put(standing.id(), new Entry(standing)));
  }

  /** Takes in a finding as it was decided. */
  public void add(Finding finding) {
    Decision decision = finding.decision();
    Decision.NearestChange nearest = decision.nearest();
    Entry covering = entries.get(String.valueOf(decision.change()));
    if (finding.disposition() == Disposition.SUPPRESSED && covering != null) {
      covering.silenced.add(finding);
    } else if (finding.disposition() == Disposition.ALERT && nearest != null) {
      Entry near = entries.get(nearest.id());
      if (near != null) {
        boolean outside =
            List.of(nearest.missedBy().split(", ")).stream().anyMatch(SCOPE::contains);
        (outside ? near.outside : near.insideButAlerted).add(finding);
      }
    }
  }

  /** Returns one entry for each approval, in the order of their ids. */
  public List<Entry> entries() {
    return entries.values().stream()
        .sorted(Comparator.comparing(entry -> entry.approval().id()))
        .toList();
  }

  /**
   * Returns minutes under change windows by application and month in UTC. What overlaps counts
   * once; standing approvals do not count, their calendar bounds them.
   */
  public SortedMap<String, SortedMap<YearMonth, Long>> minutesByApp() {
    SortedMap<String, List<Schedule.Span>> spansByApp = new TreeMap<>();
    for (ChangeWindow window : changes.windows()) {
      if (window.approval().equals("approved")) {
        List<Schedule.Span> spans =
            window.schedule().spans(window.schedule().first(), window.schedule().last());
        for (String app : window.scope().apps()) {
          spansByApp.computeIfAbsent(app, any -> new ArrayList<>()).addAll(spans);
        }
      }
    }
    SortedMap<String, SortedMap<YearMonth, Long>> minutes = new TreeMap<>();
    spansByApp.forEach((app, spans) -> minutes.put(app, minutes(spans)));
    return minutes;
  }

  private static SortedMap<YearMonth, Long> minutes(List<Schedule.Span> spans) {
    SortedMap<YearMonth, Long> minutes = new TreeMap<>();
    Instant done = Instant.MIN;
    for (Schedule.Span span :
        spans.stream().sorted(Comparator.comparing(Schedule.Span::start)).toList()) {
      Instant from = span.start().isBefore(done) ? done : span.start();
      while (from.isBefore(span.end())) {
        YearMonth month = YearMonth.from(from.atZone(ZoneOffset.UTC));
        Instant next = month.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = next.isBefore(span.end()) ? next : span.end();
        minutes.merge(month, Duration.between(from, to).toMinutes(), Long::sum);
        from = to;
      }
      done = span.end().isAfter(done) ? span.end() : done;
    }
    return minutes;
  }

  /** Findings of one kind: how many, why, and the first of them. */
  public static final class Tally {

    private static final int KEPT = 20;

    private final List<Finding> first = new ArrayList<>();
    private final SortedMap<String, Long> byReason = new TreeMap<>();
    private long count;

    private Tally() {}

    private void add(Finding finding) {
      count++;
      byReason.merge(finding.decision().reason(), 1L, Long::sum);
      if (first.size() < KEPT) {
        first.add(finding);
      }
    }

    /** Returns how many there are. */
    public long count() {
      return count;
    }

    /** Returns how many there are of each reason of their decisions. */
    public SortedMap<String, Long> byReason() {
      return Collections.unmodifiableSortedMap(byReason);
    }

    /** Returns the first of them, twenty at most. */
    public List<Finding> first() {
      return List.copyOf(first);
    }
  }

  /** What became of one approval. */
  public final class Entry {

    private final Approval approval;
    private final Tally silenced = new Tally();
    private final Tally insideButAlerted = new Tally();
    private final Tally outside = new Tally();

    private Entry(Approval approval) {
      this.approval = approval;
    }

    /** Returns the approval. */
    public Approval approval() {
      return approval;
    }

    /** Returns the findings that it set aside. */
    public Tally silenced() {
      return silenced;
    }

    /** Returns the alerts within its scope and time that it did not cover all the same. */
    public Tally insideButAlerted() {
      return insideButAlerted;
    }

    /** Returns the alerts that came nearest to it, but outside its scope or time. */
    public Tally outside() {
      return outside;
    }

    /**
     * Returns what is wrong with its approval: {@code NOT_APPROVED}, {@code LATE_APPROVAL}, {@code
     * SELF_APPROVED}, {@code UNAUTHORISED_APPROVER}, {@code CANCELED}.
     */
    public List<String> flaws() {
      List<String> flaws = new ArrayList<>();
      Instant begins =
          approval instanceof ChangeWindow window
              ? window.schedule().first()
              : ((StandingApproval) approval).validFrom();
      if (!approval.approvedBy(Instant.MAX)) {
        flaws.add("NOT_APPROVED");
      } else if (!approval.approvedBy(begins)) {
        flaws.add("LATE_APPROVAL");
      }
      String approver = approval.approver();
      String requester = approval.requester();
      if (approver != null
          && requester != null
          && Scope.normal(approver).equals(Scope.normal(requester))) {
        flaws.add("SELF_APPROVED");
      }
      if (approver == null || !approvers.list(approver)) {
        flaws.add("UNAUTHORISED_APPROVER");
      }
      if (approval instanceof ChangeWindow window && window.state().equals("canceled")) {
        flaws.add("CANCELED");
      }
      return flaws;
    }

    /**
     * Returns {@code as planned}, {@code outside scope} or {@code nothing happened}, the gravest
     * that holds.
     */
    public String verdict() {
      if (outside.count() > 0) {
        return "outside scope";
      }
      return silenced.count() + insideButAlerted.count() == 0 ? "nothing happened" : "as planned";
    }
  }
}
