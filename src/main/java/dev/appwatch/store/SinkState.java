package dev.appwatch.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a sink stands.
 *
 * @param name its name
 * @param behind how many changes of findings it has not taken yet
 * @param delivered when it last took some, null when it never did
 */
public record SinkState(String name, long behind, @Nullable Instant delivered) {}
