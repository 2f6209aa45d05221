package dev.appwatch.model;

/**
 * A record of a known shape that no row of the table looks at.
 *
 * @param header what every event has
 * @param shape which shape was recognised, for example {@code unified-audit}
 */
public record OtherEvent(EventHeader header, String shape) implements Event {}
