package dev.appwatch.drl;

import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Constant;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Member;
import dev.appwatch.drl.Condition.Step;
import dev.appwatch.drl.Condition.Value;
import dev.appwatch.model.Catalogued;
import dev.appwatch.model.OneOf;
import dev.appwatch.text.NearWord;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Holds the conditions of one pattern against the members of its type. */
final class ConditionCheck {

  private static final Map<Class<?>, Class<?>> BOXED =
      Map.of(
          boolean.class, Boolean.class,
          int.class, Integer.class,
          long.class, Long.class,
          double.class, Double.class);

  private final RuleFile file;
  private final Class<?> type;
  private final Map<String, Class<?>> bound;
  private final boolean whole;
  private final Set<String> imported;
  private final Set<String> used;
  private final Map<String, Set<String>> catalogues;
  private final List<RuleProblem> problems;
  private final Set<String> present = new HashSet<>();

  ConditionCheck(
      RuleFile file,
      Class<?> type,
      Map<String, Class<?>> bound,
      boolean whole,
      Set<String> imported,
      Set<String> used,
      Map<String, Set<String>> catalogues,
      List<RuleProblem> problems) {
    this.file = file;
    this.type = type;
    this.bound = bound;
    this.whole = whole;
    this.imported = imported;
    this.used = used;
    this.catalogues = catalogues;
    this.problems = problems;
  }

  void check(List<Condition> conditions) {
    for (Condition condition : conditions) {
      if (condition instanceof Condition.All all) {
        check(all.parts());
      } else if (condition instanceof Condition.Any any) {
        check(any.parts());
      } else if (condition instanceof Condition.Not not) {
        check(List.of(not.inner()));
      } else if (condition instanceof Condition.Holds holds) {
        checkHolds(holds);
      } else {
        checkComparison((Comparison) condition);
      }
    }
  }

  private void add(String lint, Place place, String message, Fix... fixes) {
    problems.add(file.problem(lint, place, message, fixes));
  }

  private void checkHolds(Condition.Holds holds) {
    Resolved member = resolve(holds.member());
    if (member != null && member.type() != boolean.class && member.type() != Boolean.class) {
      add(
          "type",
          holds.place(),
          "%s is not true or false, it is %s.\n    Maybe compare it with a value."
              .formatted(holds.place().in(file.text()), named(member.type())));
    }
  }

  /** What a member gives, and what declares it. */
  private record Resolved(Class<?> type, @Nullable AnnotatedElement declaration) {}

  private @Nullable Resolved resolve(Member member) {
    Class<?> at = type;
    if (member.binding() != null) {
      at = bound.get(member.binding().text());
      if (at == null && !whole) {
        return null;
      }
      if (at == null) {
        add(
            "variable",
            member.binding().place(),
            "no fact before has the name (%s).%s"
                .formatted(
                    member.binding().text(),
                    bound.isEmpty()
                        ? ""
                        : NearWord.maybe(member.binding().text(), bound.keySet())));
        return null;
      }
      if (at == Void.class) {
        return null;
      }
    }
    AnnotatedElement declaration = null;
    for (int i = 0; i < member.steps().size(); i++) {
      Step step = member.steps().get(i);
      if (i == 0 && member.self()) {
        return new Resolved(at, null);
      }
      List<Value> arguments = step.arguments() == null ? List.of() : step.arguments();
      Method method = Vocabulary.member(at, step.name().text(), arguments.size()).orElse(null);
      if (method == null) {
        unknown(member, step, at, arguments.size());
        return null;
      }
      for (int a = 0; a < arguments.size(); a++) {
        checkArgument(arguments.get(a), method.getParameterTypes()[a]);
      }
      at = method.getReturnType();
      declaration = method;
      if (i + 1 < member.steps().size()) {
        checkPresent(member, step, method);
      }
    }
    return new Resolved(at, declaration);
  }

  /** A rule that asks something of a missing member fails for that record. */
  private void checkPresent(Member member, Step step, Method method) {
    int end = step.name().place().end();
    String asked = file.text().substring(member.place().offset(), end);
    if (method.getAnnotatedReturnType().isAnnotationPresent(Nullable.class)
        && step.arguments() == null
        && !present.contains(asked)) {
      problems.add(
          file.warning(
              "may-be-missing",
              new Place(
                  member.place().offset(),
                  asked.length(),
                  member.place().line(),
                  member.place().column()),
              "%s is not in every record, and asking more of it fails where it is missing: such records would be quarantined.\n    Maybe put %s != null before it."
                  .formatted(asked, asked)));
    }
  }

  private void unknown(Member member, Step step, Class<?> at, int arguments) {
    String name = step.name().text();
    boolean qualified =
        member.binding() == null
            && member.steps().size() > 1
            && member.steps().stream()
                .anyMatch(s -> Character.isUpperCase(s.name().text().charAt(0)));
    if (qualified) {
      add(
          "qualified-name",
          member.place(),
          "code (%s) is not allowed in rules: only members of facts are asked."
              .formatted(NearWord.shown(member.place().in(file.text()))));
      return;
    }
    Set<String> same = Vocabulary.members(at, arguments > 0);
    Set<String> other = Vocabulary.members(at, arguments == 0);
    String advice =
        same.isEmpty() && other.isEmpty()
            ? "\n    Maybe ask something before it."
            : NearWord.of(name, same)
                .or(() -> NearWord.of(name, other))
                .map("\n    Maybe %s."::formatted)
                .orElse(
                    "\n    Maybe one of " + String.join(", ", same.isEmpty() ? other : same) + ".");
    add(
        arguments > 0 || step.arguments() != null ? "helper" : "field",
        step.name().place(),
        "%s has no %s (%s).%s"
            .formatted(named(at), step.arguments() != null ? "helper" : "field", name, advice),
        same.size() + other.size() > 0 && at.getName().startsWith(Vocabulary.MODEL)
            ? nearFix(step, same)
            : new Fix[0]);
  }

  /** A slip of one or two letters has one meaning; anything farther is for its owner to say. */
  private static Fix[] nearFix(Step step, Set<String> known) {
    String written = step.name().text();
    List<String> near =
        known.stream().filter(word -> NearWord.changes(written, word) <= 2).toList();
    return near.size() == 1 && written.length() > 3
        ? new Fix[] {Fix.of(step.name().place(), near.get(0))}
        : new Fix[0];
  }

  private void checkArgument(Value argument, Class<?> wanted) {
    if (argument instanceof Literal literal) {
      Object value = literal.value();
      if (value != null && !boxed(wanted).isInstance(value)) {
        add(
            "type",
            literal.place(),
            "%s must be given here, not %s."
                .formatted(named(wanted), literal.place().in(file.text())));
      }
      return;
    }
    Class<?> given = typeOf(argument);
    if (given != null && !boxed(wanted).isAssignableFrom(boxed(given))) {
      add(
          "type",
          argument.place(),
          "%s must be given here, %s is %s."
              .formatted(named(wanted), argument.place().in(file.text()), named(given)));
    }
  }

  private @Nullable Class<?> typeOf(Value value) {
    if (value instanceof Constant constant) {
      return constantType(constant);
    }
    Resolved member = resolve((Member) value);
    return member == null ? null : member.type();
  }

  private @Nullable Class<?> constantType(Constant constant) {
    Class<?> enumeration = Vocabulary.enumeration(constant.type().text()).orElse(null);
    if (enumeration == null) {
      add(
          "qualified-name",
          constant.place(),
          "code (%s) is not allowed in rules: constants are those of the model, such as Risk.HIGH."
              .formatted(constant.place().in(file.text())));
      return null;
    }
    used.add(constant.type().text());
    if (!imported.contains(constant.type().text())) {
      add(
          "import",
          constant.type().place(),
          "the type (%s) is not imported.\n    Maybe add near the top: import %s%s;"
              .formatted(constant.type().text(), Vocabulary.MODEL, constant.type().text()));
    }
    List<String> names =
        Arrays.stream(enumeration.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
    if (!names.contains(constant.name().text())) {
      add(
          "field",
          constant.name().place(),
          "%s has no constant (%s).%s"
              .formatted(
                  constant.type().text(),
                  constant.name().text(),
                  NearWord.maybe(constant.name().text(), names)));
      return null;
    }
    return enumeration;
  }

  private void checkComparison(Comparison comparison) {
    if (comparison.operator().equals("!=")
        && comparison.values().get(0) instanceof Literal literal
        && literal.value() == null) {
      present.add(comparison.member().place().in(file.text()));
    }
    Resolved member = resolve(comparison.member());
    String operator = comparison.operator().replace("not ", "");
    for (Value value : comparison.values()) {
      if (value instanceof Literal literal) {
        if (member != null) {
          checkLiteral(comparison, operator, member, literal);
        }
      } else {
        Class<?> given = typeOf(value);
        if (member != null && given != null) {
          checkValue(comparison, operator, member.type(), value, given);
        }
      }
    }
    if (member != null) {
      checkOperator(comparison, operator, member.type());
    }
  }

  private void checkOperator(Comparison comparison, String operator, Class<?> left) {
    boolean order = operator.startsWith("<") || operator.startsWith(">");
    String written = comparison.member().place().in(file.text());
    if (order && (left == String.class || left.isEnum())) {
      add(
          "order-of-text",
          comparison.operatorPlace(),
          "%s is %s: %s compares letters, not ranks.\n    Maybe %s in (…)."
              .formatted(written, named(left), operator, written));
    } else if (order
        && !number(left)
        && !Temporal.class.isAssignableFrom(left)
        && left != java.time.Duration.class) {
      add(
          "type",
          comparison.operatorPlace(),
          "%s is %s and has no order (%s).".formatted(written, named(left), operator));
    } else if (operator.equals("matches") && left != String.class) {
      add(
          "type",
          comparison.operatorPlace(),
          "%s is %s: matches is for texts.".formatted(written, named(left)));
    } else if (operator.equals("contains")
        && left != String.class
        && !Collection.class.isAssignableFrom(left)) {
      add(
          "type",
          comparison.operatorPlace(),
          "%s is %s: contains is for texts and lists.".formatted(written, named(left)));
    } else if ((operator.equals("==") || operator.equals("!="))
        && !(comparison.values().get(0) instanceof Literal literal && literal.value() == null)
        && Collection.class.isAssignableFrom(left)) {
      add(
          "type",
          comparison.operatorPlace(),
          "%s is a list: %s never holds.\n    Maybe contains.".formatted(written, operator));
    }
  }

  private void checkLiteral(
      Comparison comparison, String operator, Resolved member, Literal literal) {
    Class<?> left = member.type();
    Object value = literal.value();
    String written = comparison.member().place().in(file.text());
    if (value == null) {
      if (left.isPrimitive()) {
        add("type", literal.place(), "%s is %s and never null.".formatted(written, named(left)));
      } else if (!operator.equals("==") && !operator.equals("!=")) {
        add("type", literal.place(), "null can only be compared by == and !=.");
      }
      return;
    }
    if (value instanceof String text) {
      checkText(comparison, operator, member, literal, text);
    } else if (value instanceof Boolean) {
      if (left != boolean.class && left != Boolean.class) {
        add(
            "type",
            literal.place(),
            "%s is %s, not true or false.%s"
                .formatted(
                    written,
                    named(left),
                    left == String.class ? "\n    Maybe \"%s\".".formatted(value) : ""),
            left == String.class
                ? new Fix[] {Fix.of(literal.place(), "\"" + value + "\"")}
                : new Fix[0]);
      }
    } else if (!number(left)) {
      add("type", literal.place(), "%s is %s, not a number.".formatted(written, named(left)));
    }
  }

  private void checkText(
      Comparison comparison, String operator, Resolved member, Literal literal, String text) {
    Class<?> left = member.type();
    String written = comparison.member().place().in(file.text());
    boolean equals = operator.equals("==") || operator.equals("!=");
    if (left != String.class
        && (operator.equals("matches") || (equals && Collection.class.isAssignableFrom(left)))) {
      return; // the operator is what is wrong
    }
    if (left != String.class
        && !(operator.equals("contains") && Collection.class.isAssignableFrom(left))) {
      add(
          "type",
          literal.place(),
          "%s is %s, not a text.%s".formatted(written, named(left), instead(left, text)),
          boolean.class == left && (text.equals("true") || text.equals("false"))
              ? new Fix[] {Fix.of(literal.place(), text)}
              : new Fix[0]);
      return;
    }
    if (operator.equals("matches")) {
      RegularExpression.flaw(text)
          .ifPresent(flaw -> add(flaw.lint(), literal.place(), flaw.message()));
      return;
    }
    int quote = text.codePoints().filter(Characters::quote).findFirst().orElse(0);
    if (quote != 0) {
      add(
          "character",
          literal.place(),
          "the text holds %s, which no log writes: it never matches.\n    Maybe \"%s\"."
              .formatted(Characters.named(quote), plain(text)),
          Fix.of(literal.place(), "\"" + plain(text) + "\""));
      return;
    }
    if (!equals && !operator.equals("in") && !operator.equals("contains")) {
      return;
    }
    AnnotatedElement declaration = member.declaration();
    if (declaration == null) {
      return;
    }
    OneOf oneOf = declaration.getAnnotation(OneOf.class);
    if (oneOf != null
        && !Arrays.asList(oneOf.value()).contains(text)
        && !operator.equals("contains")) {
      add(
          "never",
          literal.place(),
          "%s is never \"%s\".%s"
              .formatted(
                  written, NearWord.shown(text), NearWord.maybe(text, List.of(oneOf.value()))));
    }
    Catalogued catalogued = declaration.getAnnotation(Catalogued.class);
    if (catalogued != null) {
      checkCatalogue(catalogued.value(), written, literal, text, left);
    }
  }

  private void checkCatalogue(
      String catalogue, String written, Literal literal, String text, Class<?> left) {
    String canonical = canonical(text);
    boolean lower = left == String.class && catalogue.equals("operations");
    if (lower && type.getSimpleName().equals("AuditEvent") && !canonical.equals(text)) {
      add(
          "operation",
          literal.place(),
          "%s is written in lower case, with plain hyphens and without a full stop.\n    Maybe \"%s\"."
              .formatted(written, canonical),
          Fix.of(literal.place(), "\"" + canonical + "\""));
      return;
    }
    Set<String> known = catalogues.get(catalogue);
    if (known != null && !known.isEmpty() && !known.contains(canonical)) {
      problems.add(
          file.warning(
              "catalogue",
              literal.place(),
              "\"%s\" is not in the catalogue of %s.%s"
                  .formatted(
                      NearWord.shown(text),
                      catalogue,
                      NearWord.of(canonical, known)
                          .map("\n    Maybe \"%s\"."::formatted)
                          .orElse(
                              "\n    Maybe add it to rules/reference/%s, if a log really writes it."
                                  .formatted(Gate.LISTS.get(catalogue))))));
    }
  }

  /** Returns a name as operations are compared: lower case, plain hyphens, no full stop. */
  static String canonical(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if ("-".equals(Characters.meant(point))) {
                plain.append('-');
              } else {
                plain.appendCodePoint(point);
              }
            });
    String lower = plain.toString().toLowerCase(Locale.ROOT).strip();
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1).strip() : lower;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints().filter(point -> !Characters.quote(point)).forEach(plain::appendCodePoint);
    return plain.toString().strip().replace("\\", "\\\\");
  }

  private static String instead(Class<?> left, String text) {
    if (left.isEnum()) {
      String name = text.toUpperCase(Locale.ROOT);
      return Arrays.stream(left.getEnumConstants())
          .map(constant -> ((Enum<?>) constant).name())
          .filter(name::equals)
          .findFirst()
          .map(constant -> "\n    Maybe %s.%s.".formatted(left.getSimpleName(), constant))
          .orElse("");
    }
    if (left == boolean.class) {
      return "\n    Maybe true or false, without quotes.";
    }
    return Collection.class.isAssignableFrom(left) ? "\n    Maybe contains." : "";
  }

  private void checkValue(
      Comparison comparison, String operator, Class<?> left, Value value, Class<?> given) {
    boolean element = operator.equals("contains") && Collection.class.isAssignableFrom(left);
    if (operator.equals("matches")) {
      add(
          "regular-expression",
          value.place(),
          "a regular expression is written out as a text, so that it can be checked.");
    } else if (!element
        && !boxed(left).isAssignableFrom(boxed(given))
        && !boxed(given).isAssignableFrom(boxed(left))) {
      add(
          "type",
          comparison.place(),
          "%s is %s, %s is %s: they are never equal."
              .formatted(
                  comparison.member().place().in(file.text()),
                  named(left),
                  value.place().in(file.text()),
                  named(given)));
    }
  }

  private static boolean number(Class<?> left) {
    return Number.class.isAssignableFrom(boxed(left));
  }

  private static Class<?> boxed(Class<?> plain) {
    return BOXED.getOrDefault(plain, plain);
  }

  private static String named(Class<?> type) {
    if (type == String.class) {
      return "a text";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    if (number(type)) {
      return "a number";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (Temporal.class.isAssignableFrom(type)) {
      return "a moment";
    }
    if (type.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              new TreeSet<>(
                  Arrays.stream(type.getEnumConstants())
                      .map(c -> type.getSimpleName() + "." + ((Enum<?>) c).name())
                      .toList()));
    }
    return type.getSimpleName();
  }
}
