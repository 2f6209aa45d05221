package dev.appwatch.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a partition.
 *
 * @param group the group for which it is read
 * @param partition the id of the partition
 * @param owner the reader, empty where it was given up
 * @param etag what the claim was known by when it was read, null where there was none
 * @param age how long ago it was claimed or renewed, by the clock of the database
 */
public record PartitionOwner(
    ConsumerGroup group, String partition, String owner, @Nullable String etag, Duration age) {}
