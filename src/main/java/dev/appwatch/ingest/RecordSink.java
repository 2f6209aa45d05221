package dev.appwatch.ingest;

import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import org.jspecify.annotations.Nullable;

/** Takes what a source holds, in the order in which it holds it. */
public interface RecordSink {

  /** Takes a record that could be read. */
  void record(RawRecord record);

  /** Takes a record, or the rest of a source, that could not be read. */
  void quarantined(QuarantinedRecord record);

  /**
   * Returns a sieve for one thread, or null when every record is wanted. Records that pass it are
   * counted as records of their source; {@link #passed} tells of them, in the end.
   */
  default @Nullable Sieve sieve() {
    return null;
  }

  /** Takes note of records that passed a sieve. */
  default void passed(Sieve.Passed records) {
    throw new IllegalStateException("Records (%s) passed no sieve of ours.".formatted(records));
  }
}
