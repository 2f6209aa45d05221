package dev.appwatch.proof;

import dev.appwatch.drl.Gate;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.rules.ProbeBook;
import dev.appwatch.rules.ProbeBook.Check;
import dev.appwatch.rules.RuleBook;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Every rule with the conditions that it asks, as the engine was told to probe them. */
final class Asked {

  private final List<Rule> rules;
  private final Map<String, List<Rule>> byFile = new LinkedHashMap<>();

  Asked(RuleBook book, ProbeBook probes) {
    List<Rule> all = new ArrayList<>();
    for (RuleTree tree : book.trees()) {
      for (RuleNode node : tree.rules()) {
        String name = node.name().text();
        all.add(
            new Rule(
                tree,
                node,
                typeOf(tree, node),
                probes.checksByRule().getOrDefault(name, List.of()),
                book.base().getRule(tree.packageName().text(), name)));
      }
    }
    rules = List.copyOf(all);
    rules.forEach(rule -> byFile.computeIfAbsent(rule.file(), any -> new ArrayList<>()).add(rule));
  }

  /** Returns all rules, in the order of the files. */
  List<Rule> rules() {
    return rules;
  }

  /** Returns the rules of one file, in their order. */
  List<Rule> ofFile(String file) {
    return byFile.getOrDefault(file, List.of());
  }

  /** Returns the type of the fact that a rule is about: the last one that it names. */
  private static String typeOf(RuleTree tree, RuleNode rule) {
    List<RuleTree.Named> arguments = rule.then().arguments();
    return tree.typeOf(rule, arguments.get(arguments.size() - 1));
  }

  /**
   * A rule.
   *
   * @param type simple name of the type of what it is about: an observation, event or approval
   * @param checks what it asks, with what it extends
   * @param compiled the rule as the engine knows it
   */
  record Rule(
      RuleTree tree,
      RuleNode node,
      String type,
      List<Check> checks,
      org.kie.api.definition.rule.@Nullable Rule compiled) {

    String name() {
      return node.name().text();
    }

    String file() {
      return tree.file().name();
    }

    boolean suppression() {
      return file().startsWith(Gate.SUPPRESSION);
    }

    /** Returns the conditions that stand in the rule itself. */
    List<Check> own() {
      return checks.stream()
          .filter(
              check ->
                  check.place().offset() >= node.place().offset()
                      && check.place().end() <= node.place().end())
          .toList();
    }

    /** Returns whether the rule has the condition that a mutant changes. */
    boolean asks(Mutant.Effect effect) {
      return checks.stream().anyMatch(check -> check.place().equals(effect.check()));
    }

    /** Returns whether the rule holds of a fact, by the probes that hold of it. */
    boolean holds(Set<String> holding) {
      return holds(holding, null, probe -> false);
    }

    /** Returns whether it would hold with one condition changed. */
    boolean holds(
        Set<String> holding, Mutant.@Nullable Effect effect, Predicate<Set<String>> instead) {
      for (Check check : checks) {
        boolean truth =
            (effect != null && check.place().equals(effect.check()))
                ? instead.test(holding)
                : holding.contains(check.probe());
        if (!truth) {
          return false;
        }
      }
      return true;
    }

    /** Returns whether it is asked about a fact. */
    boolean about(Object fact) {
      if (fact.getClass().getSimpleName().equals(type)) {
        return true;
      }
      for (Class<?> general : fact.getClass().getInterfaces()) {
        if (general.getSimpleName().equals(type)) {
          return true;
        }
      }
      return false;
    }
  }
}
