package dev.appwatch.ingest;

import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers what one source holds and hands it to the sink. */
final class Delivery {

  private final String source;
  private final int recordBytes;
  private final RecordSink sink;
  private long record;

  Delivery(String source, int recordBytes, RecordSink sink) {
    this.source = source;
    this.recordBytes = recordBytes;
    this.sink = sink;
  }

  void record(Map<String, @Nullable Object> fields, long offset, byte[] bytes) {
    record++;
    sink.record(new RawRecord(new Position(source, record, offset), fields, bytes));
  }

  String source() {
    return source;
  }

  long records() {
    return record;
  }

  /** Hands on what was read of a chunk, numbered on from here. */
  void takeOver(ChunkTask.Result chunk) {
    for (Object taken : chunk.taken()) {
      if (taken instanceof RawRecord raw) {
        sink.record(new RawRecord(numberedOn(raw.position()), raw.fields(), raw.bytes()));
      } else if (taken instanceof QuarantinedRecord refused) {
        sink.quarantined(
            new QuarantinedRecord(
                numberedOn(refused.position()),
                refused.reason(),
                refused.detail(),
                refused.bytes()));
      }
    }
    if (chunk.passed().count() > 0) {
      sink.passed(chunk.passed());
    }
    record += chunk.records();
  }

  private Position numberedOn(Position position) {
    return new Position(position.source(), record + position.record(), position.offset());
  }

  /** Counts a record that a sieve let pass. */
  void passed() {
    record++;
  }

  void quarantine(QuarantineReason reason, String detail, long offset, byte[] bytes) {
    record++;
    byte[] kept = bytes.length > recordBytes ? Arrays.copyOf(bytes, recordBytes) : bytes;
    sink.quarantined(
        new QuarantinedRecord(new Position(source, record, offset), reason, detail, kept));
  }

  void quarantine(RefusedException refusal, long offset, byte[] bytes) {
    quarantine(refusal.reason(), refusal.detail(), offset, bytes);
  }

  void quarantine(QuarantineReason reason, String detail, Damage damage) {
    quarantine(reason, detail, damage.offset(), damage.bytes());
  }

  /** Sets aside what is longer than a record may be. */
  void quarantineTooLarge(Damage damage) {
    quarantine(
        QuarantineReason.RECORD_TOO_LARGE,
        "The record is longer than %d bytes.".formatted(recordBytes),
        damage);
  }
}
