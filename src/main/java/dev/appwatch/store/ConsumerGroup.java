package dev.appwatch.store;

/**
 * Readers that share the partitions of an event hub.
 *
 * @param namespace the host name of its namespace
 * @param hub its name
 * @param name the name of the group
 */
public record ConsumerGroup(String namespace, String hub, String name) {}
