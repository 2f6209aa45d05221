package dev.appwatch.store;

import dev.appwatch.model.QuarantinedRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A quarantined record as the store keeps it.
 *
 * @param id made of where it was read, why it could not be judged, and its bytes
 * @param intake the name under which it is counted
 * @param record the record
 * @param sha256 the digest of its bytes
 * @param firstSeen when it was first received
 * @param lastSeen when it was last received
 * @param times how often it was received
 * @param judgedAt when a retry judged it, null while it waits
 */
public record StoredQuarantine(
    String id,
    String intake,
    QuarantinedRecord record,
    String sha256,
    Instant firstSeen,
    Instant lastSeen,
    long times,
    @Nullable Instant judgedAt) {}
