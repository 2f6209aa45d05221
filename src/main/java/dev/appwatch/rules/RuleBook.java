package dev.appwatch.rules;

import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.Event;
import dev.appwatch.model.RuleCard;
import dev.appwatch.model.Scope;
import java.util.List;
import java.util.Map;
import org.kie.api.KieBase;

/**
 * A compiled policy pack: the rules, what their owners wrote about them, and a digest of it all.
 *
 * @param base the compiled rules
 * @param clausesByRule what each rule contributes to a finding, by its name
 * @param suppression what each suppression rule states, by its name
 * @param cards the rows, in the order of their numbers
 * @param asked which events detection rules have patterns on
 * @param trees the rule files as they were read, in the order of their names
 * @param digest {@code sha256:} and 64 hex digits over every file of the pack
 */
public record RuleBook(
    KieBase base,
    Map<String, Clause> clausesByRule,
    Map<String, SuppressionRule> suppression,
    List<RuleCard> cards,
    Asked asked,
    List<RuleTree> trees,
    String digest) {

  public RuleBook {
    clausesByRule = Map.copyOf(clausesByRule);
    suppression = Map.copyOf(suppression);
    cards = List.copyOf(cards);
    trees = List.copyOf(trees);
  }

  /** Returns whether a rule has a pattern on events of that type, not only on what they mean. */
  public boolean asksFor(Event event) {
    return asked.about(event);
  }

  /** Returns what the suppression rule of that name states. */
  public SuppressionRule suppressionRule(String name) {
    SuppressionRule rule = suppression.get(name);
    if (rule == null) {
      throw new IllegalStateException("The rule (%s) is not in the rule book.".formatted(name));
    }
    return rule;
  }

  /** Returns whether the guide lets an approval cover the findings of a row. */
  public boolean suppressible(String row) {
    for (RuleCard card : cards) {
      if (Scope.normal(card.id()).equals(Scope.normal(row))) {
        return card.suppressible();
      }
    }
    return false;
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
