package dev.appwatch.drl;

import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Constant;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Value;
import dev.appwatch.drl.RuleNode.Pattern;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds rules that can never hold, and rules that add nothing to another one. Looks at members that
 * are compared with written values; whatever else a rule asks is taken as possible.
 */
final class DeadRules {

  private final RuleTree tree;
  private final boolean suppression;
  private final List<RuleProblem> problems;

  DeadRules(RuleTree tree, List<RuleProblem> problems) {
    this.tree = tree;
    this.suppression = tree.file().name().startsWith(Gate.SUPPRESSION);
    this.problems = problems;
  }

  void find() {
    Map<RuleNode, Set<String>> asked = new LinkedHashMap<>();
    for (RuleNode rule : tree.rules()) {
      contradictions(rule);
      asked.put(rule, conditions(rule));
      everyRecord(rule);
    }
    asked.forEach(
        (rule, conditions) ->
            asked.forEach(
                (other, fewer) -> {
                  if (!rule.equals(other)
                      && conditions.containsAll(fewer)
                      && (conditions.size() > fewer.size() || before(other, rule))
                      && sameStatement(rule, other)) {
                    warn(
                        "shadowed",
                        rule.name().place(),
                        "the rule (%s) says nothing that (%s) does not say with fewer conditions.\n    Maybe give it a reason of its own, or remove it."
                            .formatted(rule.name().text(), other.name().text()));
                  }
                }));
  }

  private static boolean before(RuleNode left, RuleNode right) {
    return left.place().offset() < right.place().offset();
  }

  private void warn(String lint, Place place, String message) {
    problems.add(tree.file().warning(lint, place, message));
  }

  private void everyRecord(RuleNode rule) {
    if (suppression || rule.parent() != null) {
      return;
    }
    for (Pattern pattern : rule.patterns()) {
      Class<?> type = Vocabulary.facts(false).get(pattern.type().text());
      if (type != null
          && dev.appwatch.model.Event.class.isAssignableFrom(type)
          && pattern.conditions().isEmpty()) {
        warn(
            "every-record",
            pattern.place(),
            "the pattern holds for every record of its type.\n    Maybe ask for an operation.");
      }
    }
  }

  /** Returns everything that a rule and those it extends ask for, as it is written. */
  private Set<String> conditions(RuleNode rule) {
    Set<String> all = new HashSet<>();
    for (RuleNode part : tree.lineage(rule)) {
      for (Pattern pattern : part.patterns()) {
        if (pattern.conditions().isEmpty()) {
          all.add(pattern.kind() + pattern.type().text());
        }
        for (Condition condition : pattern.conditions()) {
          String text = condition.place().in(tree.file().text()).replaceAll("\\s+", " ");
          if (!text.startsWith("this ==")) {
            all.add(pattern.kind() + pattern.type().text() + " " + text);
          }
        }
      }
    }
    return all;
  }

  private boolean sameStatement(RuleNode left, RuleNode right) {
    for (String name : List.of("reason", "risk", "disposition", "summary", "cover", "objection")) {
      if (!value(left, name).equals(value(right, name))) {
        return false;
      }
    }
    return true;
  }

  private String value(RuleNode rule, String name) {
    String inherited =
        name.equals("risk") || name.equals("summary")
            ? tree.rules().get(0).annotation(name).map(RuleNode.Annotation::value).orElse("")
            : "";
    return rule.annotation(name).map(RuleNode.Annotation::value).orElse(inherited);
  }

  private void contradictions(RuleNode rule) {
    Map<String, Domain> domains = new HashMap<>();
    for (RuleNode part : tree.lineage(rule)) {
      for (Pattern pattern : part.patterns()) {
        if (pattern.kind() == Pattern.Kind.FACT) {
          Class<?> type = Vocabulary.facts(suppression).get(pattern.type().text());
          if (type != null) {
            narrow(pattern.conditions(), type, subject(pattern), domains, part.equals(rule));
          }
        }
      }
    }
  }

  /** Patterns on the same fact are narrowed together; others are told apart by their place. */
  private static String subject(Pattern pattern) {
    for (Condition condition : pattern.conditions()) {
      if (condition instanceof Comparison comparison
          && comparison.member().self()
          && comparison.values().get(0) instanceof Condition.Member other
          && other.binding() != null) {
        return other.binding().text();
      }
    }
    return pattern.binding() == null ? "@" + pattern.place().offset() : pattern.binding().text();
  }

  private void narrow(
      List<Condition> conditions,
      Class<?> type,
      String subject,
      Map<String, Domain> domains,
      boolean tell) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.All all) {
        narrow(all.parts(), type, subject, domains, tell);
      } else if (condition instanceof Condition.Any any) {
        for (Condition part : any.parts()) {
          narrow(List.of(part), type, subject, new HashMap<>(domains), tell);
        }
      } else if (condition instanceof Comparison comparison) {
        narrow(comparison, type, subject, domains, tell);
      }
    }
  }

  private void narrow(
      Comparison comparison,
      Class<?> type,
      String subject,
      Map<String, Domain> domains,
      boolean tell) {
    Set<Object> values = new HashSet<>();
    for (Value value : comparison.values()) {
      if (value instanceof Literal literal) {
        values.add(literal.value() == null ? Domain.NULL : literal.value());
      } else if (value instanceof Constant constant) {
        values.add(constant.name().text());
      } else {
        return;
      }
    }
    boolean taken =
        switch (comparison.operator()) {
          case "==", "in" -> true;
          case "!=", "not in" -> false;
          default -> {
            values.clear();
            yield false;
          }
        };
    if (values.isEmpty() || comparison.member().binding() != null) {
      return;
    }
    String member = comparison.member().place().in(tree.file().text());
    String key = subject + " " + member;
    Domain before =
        domains.getOrDefault(
            key, new Domain(PossibleValues.of(comparison.member(), type), Set.of()));
    Domain after = before.narrowed(values, taken);
    domains.put(key, after);
    if (after.empty() && !before.empty() && tell) {
      warn(
          "contradiction",
          comparison.place(),
          "the condition can never hold together with the others on %s.\n    Maybe one of them belongs into another rule."
              .formatted(member));
    }
  }

  /**
   * The values that a member may still have.
   *
   * @param possible the values; null when any is possible
   * @param excluded values that it can't have
   */
  private record Domain(@Nullable Set<Object> possible, Set<Object> excluded) {

    private static final Object NULL = new Object();

    Domain narrowed(Set<Object> values, boolean taken) {
      if (!taken) {
        Set<Object> all = new HashSet<>(excluded);
        all.addAll(values);
        return new Domain(possible, all);
      }
      Set<Object> rest = new HashSet<>(values);
      if (possible != null) {
        rest.retainAll(possible);
      }
      return new Domain(rest, excluded);
    }

    boolean empty() {
      return possible != null && excluded.containsAll(possible);
    }
  }
}
