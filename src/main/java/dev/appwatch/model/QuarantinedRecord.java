package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

/**
 * A record that was received but could not be judged.
 *
 * @param position where it was read
 * @param reason the reason code
 * @param detail one sentence for a person, without the value itself
 * @param bytes what was read, cut at the record limit; never changed
 */
@SuppressWarnings("ArrayRecordComponent") // a record is compared by nobody, and copying costs more
public record QuarantinedRecord(
    Position position, QuarantineReason reason, String detail, byte[] bytes) {

  public QuarantinedRecord {
    requireNonNull(position, "position");
    requireNonNull(reason, "reason");
    requireNonNull(detail, "detail");
    requireNonNull(bytes, "bytes");
  }
}
