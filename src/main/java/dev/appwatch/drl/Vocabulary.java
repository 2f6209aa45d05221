package dev.appwatch.drl;

import dev.appwatch.model.Approval;
import dev.appwatch.model.Approvers;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What rules may name: fact types, their members, and a few helpers of texts, lists and times. */
final class Vocabulary {

  static final String MODEL = Finding.class.getPackageName() + ".";

  private static final Map<String, Class<?>> DETECTION = facts(Observation.class, Event.class);
  private static final Map<String, Class<?>> SUPPRESSION =
      facts(Finding.class, Approval.class, Approvers.class, BusinessCalendar.class);

  /** Helpers of types that are not ours; none of them changes anything. */
  private static final Map<Class<?>, Set<String>> HELPERS =
      Map.of(
          String.class,
              Set.of(
                  "startsWith",
                  "endsWith",
                  "contains",
                  "equalsIgnoreCase",
                  "isEmpty",
                  "isBlank",
                  "length"),
          Collection.class, Set.of("isEmpty", "size", "contains"),
          Map.class, Set.of("isEmpty", "size", "containsKey", "get"),
          Optional.class, Set.of("isEmpty", "isPresent"),
          Instant.class, Set.of("isBefore", "isAfter"),
          Duration.class, Set.of("toDays", "toHours", "toMinutes", "toSeconds", "isZero"));

  private static final Set<String> OF_EVERY_OBJECT =
      Set.of(
          "equals",
          "hashCode",
          "toString",
          "getClass",
          "notify",
          "notifyAll",
          "wait",
          "name",
          "ordinal",
          "compareTo",
          "describeConstable",
          "getDeclaringClass");

  private Vocabulary() {}

  private static Map<String, Class<?>> facts(Class<?>... types) {
    Map<String, Class<?>> facts = new TreeMap<>();
    for (Class<?> type : types) {
      facts.put(type.getSimpleName(), type);
      if (type.isSealed()) {
        for (Class<?> permitted : type.getPermittedSubclasses()) {
          facts.put(permitted.getSimpleName(), permitted);
        }
      }
    }
    return facts;
  }

  /** Returns the types that patterns may be on, by their simple names. */
  static Map<String, Class<?>> facts(boolean suppression) {
    return suppression ? SUPPRESSION : DETECTION;
  }

  /** Returns an enumeration of the model by its simple name. */
  static Optional<Class<?>> enumeration(String name) {
    try {
      Class<?> type = Class.forName(MODEL + name, false, Finding.class.getClassLoader());
      return type.isEnum() && Modifier.isPublic(type.getModifiers())
          ? Optional.of(type)
          : Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.empty();
    }
  }

  /** Returns the member of a type, by its name and how many arguments it is asked with. */
  static Optional<Method> member(Class<?> type, String name, int arguments) {
    for (Method method : type.getMethods()) {
      if (method.getName().equals(name)
          && method.getParameterCount() == arguments
          && allowed(type, method)) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /** Returns the names of all members of a type that are asked without or with arguments. */
  static Set<String> members(Class<?> type, boolean withArguments) {
    Set<String> names = new TreeSet<>();
    for (Method method : type.getMethods()) {
      if (method.getParameterCount() > 0 == withArguments && allowed(type, method)) {
        names.add(method.getName());
      }
    }
    return names;
  }

  private static boolean allowed(Class<?> type, Method method) {
    if (Modifier.isStatic(method.getModifiers())
        || method.isVarArgs()
        || method.isBridge()
        || method.getReturnType() == void.class) {
      return false;
    }
    if (method.getDeclaringClass().getName().startsWith(MODEL)) {
      return !OF_EVERY_OBJECT.contains(method.getName());
    }
    return HELPERS.entrySet().stream()
        .anyMatch(
            helper ->
                helper.getKey().isAssignableFrom(type)
                    && helper.getValue().contains(method.getName()));
  }
}
