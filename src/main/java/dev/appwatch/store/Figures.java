package dev.appwatch.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a store holds, counted for whoever watches the service.
 *
 * @param totals what became of all records, by intake
 * @param lastDelivery when an intake last kept a delivery
 * @param findings how many findings there are of each kind
 * @param waiting how many records wait in quarantine, by reason
 * @param behind how many changes of findings a sink has not taken yet
 * @param journal where the journal ends
 */
public record Figures(
    Map<String, Totals> totals,
    Map<String, Instant> lastDelivery,
    List<Kind> findings,
    Map<String, Long> waiting,
    Map<String, Long> behind,
    JournalHead journal) {

  public Figures {
    totals = Map.copyOf(totals);
    lastDelivery = Map.copyOf(lastDelivery);
    findings = List.copyOf(findings);
    waiting = Map.copyOf(waiting);
    behind = Map.copyOf(behind);
  }

  /**
   * Findings of one kind.
   *
   * @param reason why they were decided so
   * @param count how many there are
   * @param lastSeen when one of them was last stated
   */
  public record Kind(
      String rule, String risk, String disposition, String reason, long count, Instant lastSeen) {}
}
