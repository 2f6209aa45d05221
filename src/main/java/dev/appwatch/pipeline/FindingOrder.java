package dev.appwatch.pipeline;

/** The orders in which a ledger hands out its findings; none depends on the order of arrival. */
public enum FindingOrder {
  /** By time, rule and id. */
  BY_TIME,
  /**
   * The findings of one action together, the action with the worst alert first, then the earlier
   * one; within an action alerts first, then by risk, time, rule and id. Actions without an alert
   * come last.
   */
  BY_INCIDENT,
  /** By id: two runs over the same records come in the same order, whatever they say. */
  BY_ID
}
