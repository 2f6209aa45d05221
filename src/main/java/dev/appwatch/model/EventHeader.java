package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What every event has, whatever it says.
 *
 * @param position where its record was read
 * @param id the record's own id; a Key Vault record has none, its correlation id stands in
 * @param correlationId the id shared by the records of one action, in lower case
 * @param tenant directory (tenant) id in lower case
 * @param time when it happened; null only for snapshots and for records that no row looks at
 * @param operation the operation as the log writes it
 */
public record EventHeader(
    Position position,
    @Nullable String id,
    @Nullable String correlationId,
    @Nullable String tenant,
    @Nullable Instant time,
    String operation) {

  public EventHeader {
    requireNonNull(position, "position");
    requireNonNull(operation, "operation");
  }

  /** Returns how a finding names the record of this event. */
  public EventRef reference() {
    return new EventRef(id, correlationId, operation, position.source(), position.record());
  }
}
