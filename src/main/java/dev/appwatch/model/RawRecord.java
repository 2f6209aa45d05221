package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record as its source delivered it, taken out of its framing but not yet understood.
 *
 * @param position where it was read
 * @param fields its members in source order; values are {@code String}, {@code Boolean}, {@code
 *     Number}, {@code List}, {@code Map} or null
 * @param bytes the bytes it was read from, wrapper included, or, where the wrapper held more than
 *     this record, the record written anew; kept for the quarantine, never changed
 */
@SuppressWarnings("ArrayRecordComponent") // a record is compared by nobody, and copying costs more
public record RawRecord(Position position, Map<String, @Nullable Object> fields, byte[] bytes) {

  public RawRecord {
    requireNonNull(position, "position");
    requireNonNull(fields, "fields");
    requireNonNull(bytes, "bytes");
  }
}
