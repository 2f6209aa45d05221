package dev.appwatch.proof;

import dev.appwatch.rules.ProbeBook.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What scenarios reach of a pack.
 *
 * @param rules every rule, in the order of the files
 */
public record Coverage(List<RuleReach> rules) {

  public Coverage {
    rules = List.copyOf(rules);
  }

  /**
   * What is reached of a rule.
   *
   * @param row id of its row; {@code suppression} for a rule that decides about findings
   * @param rule its name
   * @param file its file
   * @param line its line
   * @param held whether it held
   * @param quiet whether it was asked and did not hold
   * @param conditions its own conditions
   */
  public record RuleReach(
      String row,
      String rule,
      String file,
      int line,
      boolean held,
      boolean quiet,
      List<CheckReach> conditions) {
    public RuleReach {
      conditions = List.copyOf(conditions);
    }
  }

  /**
   * What is reached of a condition, where the rule that its rule extends holds.
   *
   * @param check the condition
   * @param yes whether it was seen to hold
   * @param no whether it was seen not to hold
   * @param excuse why it makes no difference whether it is asked; empty when unknown
   */
  public record CheckReach(Check check, boolean yes, boolean no, String excuse) {
    /** Returns whether it was seen both ways. */
    public boolean reached() {
      return yes && no;
    }
  }

  /** Returns the rules by row, in their order. */
  public Map<String, List<RuleReach>> byRow() {
    Map<String, List<RuleReach>> rows = new LinkedHashMap<>();
    rules.forEach(rule -> rows.computeIfAbsent(rule.row(), any -> new ArrayList<>()).add(rule));
    return rows;
  }

  /** Returns how many conditions there are. */
  public long conditions() {
    return rules.stream().mapToLong(rule -> rule.conditions().size()).sum();
  }

  /** Returns how many of them were seen both ways. */
  public long reached() {
    return rules.stream()
        .flatMap(rule -> rule.conditions().stream())
        .filter(CheckReach::reached)
        .count();
  }

  /** Returns the rules that never held. */
  public List<RuleReach> neverHeld() {
    return rules.stream().filter(rule -> !rule.held()).toList();
  }
}
