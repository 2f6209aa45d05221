package dev.appwatch.pipeline;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Finding;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Merges findings by id and hands them out in order.
 *
 * <p>What it hands out does not depend on the order of arrival, nor on whether it had to spill to
 * disk. Findings are added from any thread; once one was handed out or counted, none may be added.
 * The temporary files are deleted by {@link #close}.
 */
public final class FindingLedger implements AutoCloseable {

  /** The memory that findings may take before they spill, in bytes. */
  public static final long DEFAULT_BUDGET = 32L * 1024 * 1024;

  private final Path folder;
  private final MergedCodec codec;
  private final long budget;
  private final SortedSpill byId;
  private final Quotas quotas;
  private @Nullable LedgerCounts counts;
  private boolean sealed;

  /**
   * Makes an empty ledger.
   *
   * @param folder where temporary files go
   * @param budget how many bytes of memory the findings may take, roughly
   * @param changes the approvals that findings may be suppressed by, each so many times as it says
   */
  public FindingLedger(FindingCodec codec, Path folder, long budget, ChangeRegister changes) {
    this.folder = folder;
    this.codec = new MergedCodec(codec);
    this.budget = budget;
    this.byId = newSpill();
    this.quotas = new Quotas(changes);
  }

  /** Makes an empty ledger with the usual budget, spilling to the folder for temporary files. */
  public FindingLedger(FindingCodec codec, ChangeRegister changes) {
    this(codec, Path.of(System.getProperty("java.io.tmpdir", ".")), DEFAULT_BUDGET, changes);
  }

  /** Adds a finding to what is known about its id. */
  public synchronized void add(Finding finding) {
    if (sealed) {
      throw new IllegalStateException(
          "The finding (%s) came after the ledger was read.".formatted(finding.id()));
    }
    byId.add(finding.id(), Merged.of(finding));
  }

  /** Hands out every finding in that order. */
  public synchronized void forEachSorted(FindingOrder order, Consumer<Finding> consumer) {
    switch (order) {
      case BY_TIME -> byTime(consumer);
      case BY_INCIDENT -> byIncident(consumer);
      case BY_ID -> eachById(merged -> consumer.accept(merged.finding()));
    }
  }

  /** Returns how many findings there are; reads them all unless they were handed out before. */
  public synchronized LedgerCounts counts() {
    if (counts == null) {
      eachById(merged -> {});
    }
    return counts == null ? new LedgerCounts.Tally().counts() : counts;
  }

  /** Returns whether the findings did not fit into memory. */
  public synchronized boolean spilled() {
    return byId.spilled();
  }

  @Override
  public synchronized void close() {
    byId.close();
  }

  private void byTime(Consumer<Finding> consumer) {
    try (SortedSpill sorted = newSpill()) {
      eachById(merged -> sorted.add(SortKeys.byTime(merged.finding()), merged));
      sorted.sorted().forEachRemaining(entry -> consumer.accept(entry.getValue().finding()));
    }
  }

  private void byIncident(Consumer<Finding> consumer) {
    try (SortedSpill sorted = newSpill()) {
      try (SortedSpill byGroup = newSpill()) {
        eachById(merged -> byGroup.add(SortKeys.byGroup(merged.finding()), merged));
        rank(byGroup, sorted);
      }
      sorted.sorted().forEachRemaining(entry -> consumer.accept(entry.getValue().finding()));
    }
  }

  /** Reads the groups twice at once, one reader ahead by a group, so that no group must fit. */
  private static void rank(SortedSpill byGroup, SortedSpill sorted) {
    Iterator<Map.Entry<String, Merged>> behind = byGroup.sorted();
    Iterator<Map.Entry<String, Merged>> ahead = byGroup.sorted();
    Group group = null;
    while (ahead.hasNext()) {
      Finding finding = ahead.next().getValue().finding();
      if (group != null && !group.id.equals(finding.group())) {
        group.move(behind, sorted);
        group = null;
      }
      group = group == null ? Group.of(finding) : group.and(finding);
    }
    if (group != null) {
      group.move(behind, sorted);
    }
  }

  private void eachById(Consumer<Merged> consumer) {
    if (!sealed) {
      byId.sorted().forEachRemaining(entry -> quotas.count(entry.getValue().finding()));
    }
    sealed = true;
    LedgerCounts.Tally tally = new LedgerCounts.Tally();
    Iterator<Map.Entry<String, Merged>> sorted = byId.sorted();
    while (sorted.hasNext()) {
      Merged merged = judged(sorted.next().getValue());
      tally.add(merged);
      consumer.accept(merged);
    }
    counts = tally.counts();
  }

  private Merged judged(Merged merged) {
    Finding judged = quotas.judge(merged.finding());
    return judged.equals(merged.finding()) ? merged : merged.with(judged);
  }

  private SortedSpill newSpill() {
    return new SortedSpill(folder, codec, budget);
  }

  /** What the findings of one action have in common. */
  private record Group(String id, int rank, Instant start, long size) {

    static Group of(Finding finding) {
      return new Group(finding.group(), SortKeys.rankOf(finding), finding.time(), 1);
    }

    Group and(Finding finding) {
      return new Group(
          id,
          Math.max(rank, SortKeys.rankOf(finding)),
          start.isBefore(finding.time()) ? start : finding.time(),
          size + 1);
    }

    void move(Iterator<Map.Entry<String, Merged>> findings, SortedSpill sorted) {
      for (long moved = 0; moved < size; moved++) {
        Merged merged = findings.next().getValue();
        sorted.add(SortKeys.byIncident(rank, start, merged.finding()), merged);
      }
    }
  }
}
