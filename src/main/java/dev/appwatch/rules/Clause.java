package dev.appwatch.rules;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import dev.appwatch.model.RuleCard;
import java.util.List;

/**
 * What one rule contributes to a finding of its row.
 *
 * @param rule name of the rule
 * @param card the row it belongs to
 * @param risk the risk that it states
 * @param disposition the disposition that it states
 * @param reasons reason codes that it adds; may be empty
 * @param summary template of the sentence for people, with placeholders such as {@code {actor}}
 */
public record Clause(
    String rule,
    RuleCard card,
    Risk risk,
    Disposition disposition,
    List<String> reasons,
    String summary) {

  public Clause {
    reasons = List.copyOf(reasons);
  }
}
