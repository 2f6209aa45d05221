package dev.appwatch.drl;

import dev.appwatch.drl.RuleTree.Named;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that holds of a fact, or does not. */
public sealed interface Condition {

  /** Returns where it stands. */
  Place place();

  /**
   * Several conditions that must all hold.
   *
   * @param parts the conditions, at least two
   * @param place where it stands
   */
  record All(List<Condition> parts, Place place) implements Condition {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /**
   * Several conditions of which one must hold.
   *
   * @param parts the conditions, at least two
   * @param place where it stands
   */
  record Any(List<Condition> parts, Place place) implements Condition {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  /**
   * A condition that must not hold.
   *
   * @param inner the condition
   * @param place where it stands
   */
  record Not(Condition inner, Place place) implements Condition {}

  /**
   * A member that is itself true or false.
   *
   * @param member the member
   * @param place where it stands
   */
  record Holds(Member member, Place place) implements Condition {}

  /**
   * A member held against values.
   *
   * @param member the member
   * @param operator {@code ==}, {@code in}, {@code not matches} …
   * @param operatorPlace where the operator stands
   * @param values what it is held against: one, or several in a list
   * @param place where it stands
   */
  record Comparison(
      Member member, String operator, Place operatorPlace, List<Value> values, Place place)
      implements Condition {
    public Comparison {
      values = List.copyOf(values);
    }
  }

  /** What a member is held against, or a helper is asked with. */
  sealed interface Value {
    /** Returns where it stands. */
    Place place();
  }

  /**
   * A text, number, {@code true}, {@code false} or {@code null}.
   *
   * @param value a String, Integer, Long, Double or Boolean; null for {@code null}
   * @param place where it stands
   */
  record Literal(@Nullable Object value, Place place) implements Value {}

  /**
   * A constant of an enumeration, for example {@code Risk.HIGH}.
   *
   * @param type simple name of the enumeration
   * @param name name of the constant
   * @param place where it stands
   */
  record Constant(Named type, Named name, Place place) implements Value {}

  /**
   * A member of a fact: of the fact of the pattern, or of one that was bound before.
   *
   * @param binding the bound fact, null for the fact of the pattern
   * @param steps names, each asked of what the one before gave; empty for the bound fact itself
   * @param place where it stands
   */
  record Member(@Nullable Named binding, List<Step> steps, Place place) implements Value {
    public Member {
      steps = List.copyOf(steps);
    }

    /** Returns whether it is the fact of the pattern itself. */
    public boolean self() {
      return binding == null && steps.size() == 1 && steps.get(0).name().text().equals("this");
    }
  }

  /**
   * One name of a member.
   *
   * @param name the name
   * @param arguments what a helper is asked with; null when it is no helper
   */
  record Step(Named name, @Nullable List<Value> arguments) {}
}
