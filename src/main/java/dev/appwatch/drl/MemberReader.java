package dev.appwatch.drl;

import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Holds;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Member;
import dev.appwatch.drl.Condition.Step;
import dev.appwatch.drl.Condition.Value;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what a condition looked at, to show it. Never says whether a condition holds. */
public final class MemberReader {

  private MemberReader() {}

  /** Returns the member that a condition asks; nothing when it asks several, or none. */
  public static Optional<Member> member(@Nullable Condition condition) {
    if (condition instanceof Comparison comparison) {
      return Optional.of(comparison.member());
    }
    return condition instanceof Holds holds ? Optional.of(holds.member()) : Optional.empty();
  }

  /**
   * Returns the value of a member as text: {@code "off"}, {@code true}, {@code null}.
   *
   * @param bound facts by the names that rules give them
   */
  public static String shown(Member member, Object fact, Map<String, Object> bound) {
    Object value = value(member, fact, bound);
    return value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
  }

  private static @Nullable Object value(Member member, Object fact, Map<String, Object> bound) {
    Object at = member.binding() == null ? fact : bound.get(member.binding().text());
    if (member.self()) {
      return at;
    }
    for (Step step : member.steps()) {
      if (at == null) {
        return null;
      }
      List<Value> asked = step.arguments() == null ? List.of() : step.arguments();
      Object[] arguments = new Object[asked.size()];
      for (int i = 0; i < arguments.length; i++) {
        Value argument = asked.get(i);
        arguments[i] =
            argument instanceof Literal literal
                ? literal.value()
                : argument instanceof Member other ? value(other, fact, bound) : null;
      }
      Method method =
          Vocabulary.member(at.getClass(), step.name().text(), arguments.length).orElse(null);
      if (method == null) {
        return null;
      }
      try {
        at = method.invoke(at, arguments);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException(
            "The member (%s) can't be read.".formatted(step.name().text()), e);
      }
    }
    return at;
  }
}
