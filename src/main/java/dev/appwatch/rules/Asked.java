package dev.appwatch.rules;

import dev.appwatch.drl.Condition;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.VaultEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events the rules have patterns on, taken from the rules themselves: the type and, where
 * every pattern on the type demands one of certain operations, these. A condition that is not
 * understood demands nothing, so that its rule is asked about every event of the type.
 *
 * @param operations the operations asked for, by simple name of the type; of a type that maps to
 *     the empty set every event is asked for
 */
public record Asked(Map<String, Set<String>> operations) {

  private static final String OPERATION = "operation";
  private static final Set<String> WITH_OPERATION =
      Set.of(
          AuditEvent.class.getSimpleName(),
          VaultEvent.class.getSimpleName(),
          AzureActivity.class.getSimpleName());

  public Asked {
    Map<String, Set<String>> copy = new HashMap<>();
    operations.forEach((type, names) -> copy.put(type, Set.copyOf(names)));
    operations = Map.copyOf(copy);
  }

  /** Returns what the rules of some files ask for. */
  static Asked by(List<RuleTree> trees) {
    Map<String, Set<String>> operations = new HashMap<>();
    for (RuleTree tree : trees) {
      for (RuleNode rule : tree.rules()) {
        for (RuleNode.Pattern pattern : rule.patterns()) {
          add(operations, pattern);
        }
      }
    }
    return new Asked(operations);
  }

  /** Returns whether a rule has a pattern that the event may match. */
  public boolean about(Event event) {
    String operation =
        event instanceof AuditEvent audit
            ? audit.operation()
            : event instanceof VaultEvent vault
                ? vault.operation()
                : event instanceof AzureActivity activity ? activity.operation() : null;
    return about(event.getClass(), operation);
  }

  /**
   * Returns whether a rule has a pattern that such an event may match.
   *
   * @param operation as the type has it, null when the type has none
   */
  public boolean about(Class<? extends Event> type, @Nullable String operation) {
    if (operations.containsKey(Event.class.getSimpleName())) {
      return true;
    }
    Set<String> names = operations.get(type.getSimpleName());
    return names != null && (names.isEmpty() || operation == null || names.contains(operation));
  }

  private static void add(Map<String, Set<String>> operations, RuleNode.Pattern pattern) {
    String type = pattern.type().text();
    Set<String> demanded =
        WITH_OPERATION.contains(type) ? demandedByAll(pattern.conditions()) : null;
    Set<String> before = operations.get(type);
    if (demanded == null || (before != null && before.isEmpty())) {
      operations.put(type, Set.of());
    } else {
      operations.computeIfAbsent(type, key -> new HashSet<>()).addAll(demanded);
    }
  }

  /** Returns operations of which one is demanded, null when any may do. */
  private static @Nullable Set<String> demandedByAll(List<Condition> conditions) {
    for (Condition condition : conditions) {
      Set<String> demanded = demanded(condition);
      if (demanded != null) {
        return demanded;
      }
    }
    return null;
  }

  private static @Nullable Set<String> demanded(Condition condition) {
    if (condition instanceof Condition.All all) {
      return demandedByAll(all.parts());
    }
    if (condition instanceof Condition.Any any) {
      Set<String> together = new HashSet<>();
      for (Condition part : any.parts()) {
        Set<String> demanded = demanded(part);
        if (demanded == null) {
          return null;
        }
        together.addAll(demanded);
      }
      return together;
    }
    return condition instanceof Condition.Comparison comparison ? demanded(comparison) : null;
  }

  private static @Nullable Set<String> demanded(Condition.Comparison comparison) {
    Condition.Member member = comparison.member();
    boolean operation =
        member.binding() == null
            && member.steps().size() == 1
            && member.steps().get(0).arguments() == null
            && member.steps().get(0).name().text().equals(OPERATION);
    if (!operation || !Set.of("==", "in").contains(comparison.operator())) {
      return null;
    }
    Set<String> names = new HashSet<>();
    for (Condition.Value value : comparison.values()) {
      if (!(value instanceof Condition.Literal literal)
          || !(literal.value() instanceof String name)) {
        return null;
      }
      names.add(name);
    }
    return names.isEmpty() ? null : names;
  }
}
