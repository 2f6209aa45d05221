package dev.appwatch.model;

/**
 * A record that could not be judged.
 *
 * @param basis what it rests on
 * @param reason the reason code of the quarantine
 */
public record RecordSetAside(Basis basis, String reason) implements Observation {}
