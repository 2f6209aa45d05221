package dev.appwatch.rules;

import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.VaultEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ConditionalElementDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Which events the rules have patterns on, taken from the rules themselves: the type and, where
 * every pattern on the type demands one of certain operations, these. Whatever is not understood
 * counts as asking for everything.
 *
 * @param everything whether some rule may ask for any event
 * @param operations the operations asked for, by simple name of the type; of a type that maps to
 *     the empty set every event is asked for
 */
public record Asked(boolean everything, Map<String, Set<String>> operations) {

  private static final Set<String> WITH_OPERATION =
      Set.of(
          AuditEvent.class.getSimpleName(),
          VaultEvent.class.getSimpleName(),
          AzureActivity.class.getSimpleName());
  private static final Set<String> ANY = Set.of("Event", "Object", "Record");

  public Asked {
    Map<String, Set<String>> copy = new HashMap<>();
    operations.forEach((type, names) -> copy.put(type, Set.copyOf(names)));
    operations = Map.copyOf(copy);
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
    if (everything) {
      return true;
    }
    Set<String> names = operations.get(type.getSimpleName());
    return names != null && (names.isEmpty() || operation == null || names.contains(operation));
  }

  /** Collects what the rules of several files ask for. */
  static final class Collector {

    private static final Pattern EQUAL =
        Pattern.compile("(?:\\$\\w+\\s*:\\s*)?operation\\s*==\\s*\"([^\"\\\\]*)\"");
    private static final Pattern AMONG =
        Pattern.compile(
            "(?:\\$\\w+\\s*:\\s*)?operation\\s+in\\s*\\(\\s*(\"[^\"\\\\]*\"(?:\\s*,\\s*\"[^\"\\\\]*\")*)\\s*\\)");
    private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");

    private final Map<String, Set<String>> operations = new HashMap<>();
    private boolean everything;

    void add(PackageDescr tree) {
      everything |=
          !tree.getTypeDeclarations().isEmpty() || !tree.getEntryPointDeclarations().isEmpty();
      for (RuleDescr rule : tree.getRules()) {
        if (rule.getLhs() != null) {
          add(rule.getLhs());
        }
      }
    }

    Asked asked() {
      return new Asked(everything, operations);
    }

    private void add(BaseDescr part) {
      if (part instanceof PatternDescr pattern) {
        add(pattern);
      } else if (part instanceof AndDescr
          || part instanceof OrDescr
          || part instanceof NotDescr
          || part instanceof ExistsDescr) {
        ((ConditionalElementDescr) part).getDescrs().forEach(child -> add((BaseDescr) child));
      } else {
        everything = true; // accumulations, conditional elements yet unheard of
      }
    }

    private void add(PatternDescr pattern) {
      String type = pattern.getObjectType();
      String name = type.substring(type.lastIndexOf('.') + 1);
      everything |= pattern.getSource() != null || ANY.contains(name);
      Set<String> found =
          WITH_OPERATION.contains(name) ? operations(pattern.getDescrs()) : Set.of();
      Set<String> before = operations.get(name);
      if (found.isEmpty() || (before != null && before.isEmpty())) {
        operations.put(name, Set.of());
      } else {
        operations.computeIfAbsent(name, key -> new HashSet<>()).addAll(found);
      }
    }

    /** Returns the operations of which a pattern demands one, empty when it may match any. */
    private static Set<String> operations(List<? extends BaseDescr> constraints) {
      for (BaseDescr constraint : constraints) {
        if (constraint instanceof ExprConstraintDescr expression) {
          String text = expression.getExpression().strip();
          Matcher equal = EQUAL.matcher(text);
          if (equal.matches()) {
            return Set.of(equal.group(1));
          }
          Matcher among = AMONG.matcher(text);
          if (among.matches()) {
            Set<String> names = new HashSet<>();
            TEXT.matcher(among.group(1)).results().forEach(match -> names.add(match.group(1)));
            return names;
          }
        }
      }
      return Set.of();
    }
  }
}
