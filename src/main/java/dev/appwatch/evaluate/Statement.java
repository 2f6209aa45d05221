package dev.appwatch.evaluate;

import dev.appwatch.model.Approval;
import dev.appwatch.rules.SuppressionRule;

/**
 * What one suppression rule states about one approval.
 *
 * @param rule the rule
 * @param approval the approval
 */
public record Statement(SuppressionRule rule, Approval approval) {}
