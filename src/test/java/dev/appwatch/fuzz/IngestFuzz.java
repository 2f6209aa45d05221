package dev.appwatch.fuzz;

import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.io.ByteArrayInputStream;

/** Any bytes are read: as records, or as records that were set aside. */
public final class IngestFuzz {

  private static final Limits SMALL = new Limits(16 * 1024, 64, 4 * 1024, 200, 100);

  private IngestFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    read(input, new Counted());
  }

  static void read(byte[] input, RecordSink sink) {
    new RecordReader(SMALL).read("fuzz", new ByteArrayInputStream(input), sink);
  }

  /** Holds what it is handed against the limits. */
  private static final class Counted implements RecordSink {

    @Override
    public void record(RawRecord raw) {
      check(raw.bytes().length <= SMALL.recordBytes(), "A record is longer than the limit.");
      check(raw.position().offset() >= 0, "A record is nowhere.");
    }

    @Override
    public void quarantined(QuarantinedRecord record) {
      check(
          record.bytes().length <= SMALL.recordBytes(), "What was kept is longer than the limit.");
      check(!record.detail().isBlank(), "Nothing tells why.");
    }

    private static void check(boolean holds, String otherwise) {
      if (!holds) {
        throw new IllegalStateException(otherwise);
      }
    }
  }
}
