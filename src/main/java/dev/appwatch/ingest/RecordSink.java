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
   * counted as records of their source but do not come here.
   */
  default @Nullable Sieve sieve() {
    return null;
  }
}
