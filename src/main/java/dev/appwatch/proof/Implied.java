package dev.appwatch.proof;

import dev.appwatch.drl.Condition;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Knows which rules of a file hold whenever another one does, by the conditions as written. */
final class Implied {

  private Implied() {}

  /** Returns the other rules that hold of every fact of which a rule holds. */
  static List<RuleNode> by(RuleTree tree, RuleNode rule) {
    Set<String> asked = conditions(tree, rule);
    return tree.rules().stream()
        .filter(other -> !other.equals(rule) && asked.containsAll(conditions(tree, other)))
        .toList();
  }

  /** Returns what the rules that a rule extends ask of its facts, as it is written. */
  static Set<String> inherited(RuleTree tree, RuleNode rule) {
    Set<String> all = new HashSet<>();
    for (RuleNode part : tree.lineage(rule)) {
      for (Pattern pattern : part.patterns()) {
        if (!part.equals(rule) && pattern.kind() == Pattern.Kind.FACT) {
          pattern.conditions().forEach(condition -> all.add(written(tree, condition)));
        }
      }
    }
    return all;
  }

  private static String written(RuleTree tree, Condition condition) {
    return condition.place().in(tree.source()).replaceAll("\\s+", " ");
  }

  private static Set<String> conditions(RuleTree tree, RuleNode rule) {
    Set<String> all = new HashSet<>();
    for (RuleNode part : tree.lineage(rule)) {
      for (Pattern pattern : part.patterns()) {
        String type = pattern.kind() + " " + pattern.type().text();
        all.add(type);
        for (Condition condition : pattern.conditions()) {
          all.add(type + " " + written(tree, condition));
        }
      }
    }
    all.removeIf(text -> text.contains(" this == "));
    return all;
  }
}
