package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * One modified property of an audit record. Scalars are unquoted, arrays and objects are compact
 * JSON text, whatever the shape of the log.
 *
 * @param property name as the log writes it, without a trailing dot
 * @param oldValue null when not recorded
 * @param newValue null when not recorded
 */
public record Change(String property, @Nullable String oldValue, @Nullable String newValue) {}
