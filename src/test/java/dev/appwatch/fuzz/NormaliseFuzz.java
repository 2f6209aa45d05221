package dev.appwatch.fuzz;

import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.normalise.Normaliser;

/** Any record that can be read is understood, or rejected with a reason. */
public final class NormaliseFuzz {

  private static final Normaliser NORMALISER = new Normaliser();

  private NormaliseFuzz() {}

  /** Called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    IngestFuzz.read(
        input,
        new RecordSink() {
          @Override
          public void record(RawRecord raw) {
            if (NORMALISER.normalise(raw) == null) {
              throw new IllegalStateException("Nothing became of a record.");
            }
          }

          @Override
          public void quarantined(QuarantinedRecord record) {
            // what can't be read has nothing to be understood
          }
        });
  }
}
