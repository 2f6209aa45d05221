package dev.appwatch.store;

/**
 * What became of records, of one delivery or of all that an intake ever took.
 *
 * @param received records and broken pieces that came in
 * @param evaluated records that were judged
 * @param quarantined records and pieces that could not be judged
 */
public record Totals(long received, long evaluated, long quarantined) {

  /** Nothing came yet. */
  public static final Totals NONE = new Totals(0, 0, 0);

  /** Returns the sum of both. */
  public Totals and(Totals other) {
    return new Totals(
        received + other.received, evaluated + other.evaluated, quarantined + other.quarantined);
  }

  /** Returns how many records were received and neither judged nor quarantined: must be 0. */
  public long unaccounted() {
    return received - evaluated - quarantined;
  }

  /** Returns whether nothing was lost. */
  public boolean conserved() {
    return unaccounted() == 0;
  }
}
