package dev.appwatch.rules;

import dev.appwatch.model.Event;
import dev.appwatch.model.RuleCard;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kie.api.KieBase;

/**
 * A compiled policy pack: the rules, what their owners wrote about them, and a digest of it all.
 *
 * @param base the compiled rules
 * @param clausesByRule what each rule contributes to a finding, by its name
 * @param cards the rows, in the order of their numbers
 * @param factTypes simple names of the types that rules have patterns on
 * @param digest {@code sha256:} and 64 hex digits over every file of the pack
 */
public record RuleBook(
    KieBase base,
    Map<String, Clause> clausesByRule,
    List<RuleCard> cards,
    Set<String> factTypes,
    String digest) {

  public RuleBook {
    clausesByRule = Map.copyOf(clausesByRule);
    cards = List.copyOf(cards);
    factTypes = Set.copyOf(factTypes);
  }

  /** Returns whether a rule has a pattern on events of that type, not only on what they mean. */
  public boolean asksFor(Event event) {
    return factTypes.contains(event.getClass().getSimpleName());
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
