package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * Names the record that a finding rests on.
 *
 * @param id the record's own id
 * @param correlationId the id shared by the records of one action
 * @param operation the operation as the log writes it
 * @param source where the record was read
 * @param record its number there, from 1
 */
public record EventRef(
    @Nullable String id,
    @Nullable String correlationId,
    @Nullable String operation,
    String source,
    long record) {}
