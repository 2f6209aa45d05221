package dev.appwatch.pipeline;

/**
 * What became of the records of a run.
 *
 * @param received records and broken pieces that came in
 * @param evaluated records that were judged
 * @param quarantined records and pieces that could not be judged
 */
public record Counts(long received, long evaluated, long quarantined) {

  /**
   * Checks that nothing was lost.
   *
   * @throws IllegalStateException when what was received was neither judged nor quarantined
   */
  public void check() {
    if (received != evaluated + quarantined) {
      throw new IllegalStateException(
          "Of %d records received %d were evaluated and %d quarantined: some are lost."
              .formatted(received, evaluated, quarantined));
    }
  }
}
