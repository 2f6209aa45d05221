package dev.appwatch.scenario;

/**
 * One thing in which a finding is other than expected.
 *
 * @param field {@code risk}, {@code disposition}, {@code reasons}, {@code decision} or {@code
 *     change}
 * @param expected what the scenario says
 * @param raised what the finding says
 */
public record FieldDifference(String field, String expected, String raised) {}
