package dev.appwatch.rules;

/**
 * What one suppression rule states when it holds.
 *
 * @param rule name of the rule
 * @param cover whether it states that an approval covers, rather than why it does not
 * @param code the code of the decision, for example {@code APPROVED_CHANGE} or {@code ACTOR}
 * @param missedBy the dimension that an objection is about, for example {@code actor}; empty for a
 *     cover
 */
public record SuppressionRule(String rule, boolean cover, String code, String missedBy) {}
