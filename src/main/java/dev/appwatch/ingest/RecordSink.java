package dev.appwatch.ingest;

import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;

/** Takes what a source holds, in the order in which it holds it. */
public interface RecordSink {

  /** Takes a record that could be read. */
  void record(RawRecord record);

  /** Takes a record, or the rest of a source, that could not be read. */
  void quarantined(QuarantinedRecord record);
}
