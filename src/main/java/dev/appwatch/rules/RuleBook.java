package dev.appwatch.rules;

import dev.appwatch.model.RuleCard;
import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;

/**
 * A compiled policy pack: the rules, what their owners wrote about them, and a digest of it all.
 *
 * @param base the compiled rules
 * @param clausesByRule what each rule contributes to a finding, by its name
 * @param cards the rows, in the order of their numbers
 * @param digest {@code sha256:} and 64 hex digits over every file of the pack
 */
public record RuleBook(
    KieBase base, Map<String, Clause> clausesByRule, List<RuleCard> cards, String digest) {

  public RuleBook {
    clausesByRule = Map.copyOf(clausesByRule);
    cards = List.copyOf(cards);
  }

  /** Returns what the rule of that name contributes. */
  public Clause clause(String rule) {
    Clause clause = clausesByRule.get(rule);
    if (clause == null) {
      throw new IllegalStateException("The rule (%s) is not in the rule book.".formatted(rule));
    }
    return clause;
  }
}
