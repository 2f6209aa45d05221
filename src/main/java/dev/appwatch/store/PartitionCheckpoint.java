package dev.appwatch.store;

import org.jspecify.annotations.Nullable;

/**
 * How far a partition was read.
 *
 * @param group the group for which it is read
 * @param partition the id of the partition
 * @param sequence the number of the last event that is done
 * @param offset the offset of that event, as the service spells it
 */
public record PartitionCheckpoint(
    ConsumerGroup group, String partition, @Nullable Long sequence, @Nullable String offset) {}
