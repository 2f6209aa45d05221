package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A sink that keeps what it is given. */
final class Collected implements RecordSink {

  private final List<RawRecord> records = new ArrayList<>();
  private final List<QuarantinedRecord> quarantined = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  static Collected of(String text) {
    return of(text.getBytes(UTF_8));
  }

  static Collected of(byte[] bytes) {
    return of(Limits.DEFAULT, bytes);
  }

  static Collected of(Limits limits, byte[] bytes) {
    return of(limits, new ByteArrayInputStream(bytes));
  }

  static Collected of(Limits limits, InputStream stream) {
    Collected collected = new Collected();
    new RecordReader(limits).read("here", stream, collected);
    return collected;
  }

  @Override
  public void record(RawRecord record) {
    records.add(record);
    lines.add(
        "%d@%d %s %s"
            .formatted(
                record.position().record(),
                record.position().offset(),
                record.fields(),
                new String(record.bytes(), UTF_8)));
  }

  @Override
  public void quarantined(QuarantinedRecord record) {
    quarantined.add(record);
    lines.add(
        "%d@%d %s %s"
            .formatted(
                record.position().record(),
                record.position().offset(),
                record.reason(),
                new String(record.bytes(), UTF_8)));
  }

  List<RawRecord> records() {
    return records;
  }

  List<QuarantinedRecord> quarantined() {
    return quarantined;
  }

  /** Returns everything in order as text, for comparing two runs. */
  List<String> lines() {
    return lines;
  }

  List<Map<String, @Nullable Object>> fields() {
    return records.stream().map(RawRecord::fields).toList();
  }

  /** Returns the values of the member {@code n} of every record. */
  List<@Nullable Object> numbers() {
    List<@Nullable Object> numbers = new ArrayList<>();
    records.forEach(record -> numbers.add(record.fields().get("n")));
    return numbers;
  }

  List<QuarantineReason> reasons() {
    return quarantined.stream().map(QuarantinedRecord::reason).toList();
  }

  List<String> quarantinedTexts() {
    return quarantined.stream().map(record -> new String(record.bytes(), UTF_8)).toList();
  }
}
