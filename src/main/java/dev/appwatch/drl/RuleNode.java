package dev.appwatch.drl;

import dev.appwatch.drl.RuleTree.Named;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule.
 *
 * @param name its name
 * @param parent the rule it extends, null when it extends none
 * @param annotations what its owner wrote about it
 * @param patterns what must be there for it to hold
 * @param then what it states
 * @param place from the word {@code rule} to the word {@code end}
 * @param whole whether all of it could be read; what could not is a problem, and missing here
 */
public record RuleNode(
    Named name,
    @Nullable Named parent,
    List<Annotation> annotations,
    List<Pattern> patterns,
    Call then,
    Place place,
    boolean whole) {

  public RuleNode {
    annotations = List.copyOf(annotations);
    patterns = List.copyOf(patterns);
  }

  /** Returns the annotation of that name. */
  public Optional<Annotation> annotation(String annotation) {
    return annotations.stream().filter(a -> a.name().text().equals(annotation)).findFirst();
  }

  /**
   * An annotation.
   *
   * @param name its name without the sign
   * @param value its text without quotes
   * @param valuePlace where the text stands, quotes included
   * @param whole whether it could be read; if not, its value is empty
   */
  public record Annotation(Named name, String value, Place valuePlace, boolean whole) {}

  /**
   * A pattern on a fact.
   *
   * @param kind whether the fact must be there
   * @param binding name by which later parts mean the fact, null when it has none
   * @param type simple name of its type
   * @param conditions what must hold of the fact, all of them
   * @param place from its first to its last character
   */
  public record Pattern(
      Kind kind, @Nullable Named binding, Named type, List<Condition> conditions, Place place) {

    public Pattern {
      conditions = List.copyOf(conditions);
    }

    /** Whether the fact must be there. */
    public enum Kind {
      /** The fact must be there. */
      FACT,
      /** No such fact may be there. */
      NOT,
      /** At least one such fact must be there. */
      EXISTS
    }
  }

  /**
   * The statement of a rule: {@code global.method(drools.getRule(), …)}.
   *
   * @param global the global it speaks to
   * @param method what it states
   * @param arguments the bindings it names
   * @param place the whole statement
   */
  public record Call(Named global, Named method, List<Named> arguments, Place place) {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }
}
