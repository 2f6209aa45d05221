package dev.appwatch.intake;

import dev.appwatch.ingest.Limits;
import java.time.Duration;

/**
 * How deliveries are taken in.
 *
 * @param limits how much a record may ask for
 * @param reconsiderFor how long after it was received a record may be judged again
 * @param mostWaiting how many deliveries may wait for their turn before others are told to come
 *     again
 * @param pieceRecords most records that are judged and kept at once
 * @param pieceBytes most bytes of records that are judged and kept at once
 */
public record IntakeOptions(
    Limits limits, Duration reconsiderFor, int mostWaiting, int pieceRecords, int pieceBytes) {

  /** Suits a heap of 256 MB. */
  public static final IntakeOptions DEFAULT =
      new IntakeOptions(Limits.DEFAULT, Duration.ofHours(1), 64, 2_000, 4 << 20);
}
