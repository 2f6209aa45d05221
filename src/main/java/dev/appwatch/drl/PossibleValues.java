package dev.appwatch.drl;

import dev.appwatch.model.OneOf;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which values a member can have, where its type tells. */
public final class PossibleValues {

  private PossibleValues() {}

  /**
   * Returns all values that a member of a pattern can have: booleans, texts, or names of constants.
   * Null when they are not known.
   *
   * @param type simple name of the type of the pattern
   * @param suppression whether the rule decides about findings
   */
  public static @Nullable Set<Object> of(
      Condition.Member member, String type, boolean suppression) {
    Class<?> fact = Vocabulary.facts(suppression).get(type);
    return fact == null || member.binding() != null ? null : of(member, fact);
  }

  static @Nullable Set<Object> of(Condition.Member member, Class<?> type) {
    Class<?> at = type;
    Method last = null;
    for (Condition.Step step : member.steps()) {
      int arguments = step.arguments() == null ? 0 : step.arguments().size();
      last = Vocabulary.member(at, step.name().text(), arguments).orElse(null);
      if (last == null) {
        return null;
      }
      at = last.getReturnType();
    }
    if (at == boolean.class) {
      return Set.of(true, false);
    }
    if (at.isEnum()) {
      List<Object> names = new ArrayList<>();
      for (Object constant : at.getEnumConstants()) {
        names.add(((Enum<?>) constant).name());
      }
      return Set.copyOf(names);
    }
    OneOf oneOf = last == null ? null : last.getAnnotation(OneOf.class);
    return oneOf == null ? null : Set.of((Object[]) oneOf.value());
  }
}
