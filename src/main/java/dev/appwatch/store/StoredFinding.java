package dev.appwatch.store;

import dev.appwatch.model.Finding;
import java.time.Instant;

/**
 * A finding as the store keeps it.
 *
 * @param finding what all records that state it make
 * @param firstSeen when the first of them was received
 * @param lastSeen when the last of them was received
 * @param times how often it was stated, re-deliveries included
 * @param change the number of the change that made it what it is
 */
public record StoredFinding(
    Finding finding, Instant firstSeen, Instant lastSeen, long times, long change) {}
