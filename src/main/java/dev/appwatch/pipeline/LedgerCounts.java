package dev.appwatch.pipeline;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many merged findings there are.
 *
 * @param total all of them
 * @param byDisposition how many of each disposition, zero included
 * @param alertsByRisk how many alerts of each risk, zero included
 * @param byRule how many of each rule that was met, in the order of the rule ids
 * @param eventsLeftOut how many events the findings rest on but do not list
 */
public record LedgerCounts(
    long total,
    Map<Disposition, Long> byDisposition,
    Map<Risk, Long> alertsByRisk,
    SortedMap<String, Long> byRule,
    long eventsLeftOut) {

  public LedgerCounts {
    byDisposition = Collections.unmodifiableMap(new EnumMap<>(byDisposition));
    alertsByRisk = Collections.unmodifiableMap(new EnumMap<>(alertsByRisk));
    byRule = Collections.unmodifiableSortedMap(new TreeMap<>(byRule));
  }

  /** Counts while the findings pass by. */
  static final class Tally {

    private final Map<Disposition, Long> byDisposition = new EnumMap<>(Disposition.class);
    private final Map<Risk, Long> alertsByRisk = new EnumMap<>(Risk.class);
    private final SortedMap<String, Long> byRule = new TreeMap<>();
    private long total;
    private long eventsLeftOut;

    Tally() {
      for (Disposition disposition : Disposition.values()) {
        byDisposition.put(disposition, 0L);
      }
      for (Risk risk : Risk.values()) {
        alertsByRisk.put(risk, 0L);
      }
    }

    void add(Merged merged) {
      Finding finding = merged.finding();
      total++;
      eventsLeftOut += merged.eventsLeftOut();
      byDisposition.merge(finding.disposition(), 1L, Long::sum);
      byRule.merge(finding.rule(), 1L, Long::sum);
      if (finding.disposition() == Disposition.ALERT) {
        alertsByRisk.merge(finding.risk(), 1L, Long::sum);
      }
    }

    LedgerCounts counts() {
      return new LedgerCounts(total, byDisposition, alertsByRisk, byRule, eventsLeftOut);
    }
  }
}
