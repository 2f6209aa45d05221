package dev.appwatch.proof;

import dev.appwatch.drl.Condition;
import dev.appwatch.drl.Condition.All;
import dev.appwatch.drl.Condition.Any;
import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Constant;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Not;
import dev.appwatch.drl.Condition.Value;
import dev.appwatch.drl.Fix;
import dev.appwatch.drl.Gate;
import dev.appwatch.drl.Place;
import dev.appwatch.drl.PossibleValues;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.proof.Mutant.Effect;
import dev.appwatch.proof.Mutant.Effect.How;
import dev.appwatch.proof.Mutant.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Changes the conditions of a rule, one at a time. Whatever a changed condition says is a part of
 * the rule file, a word of the language, or a value that the member is declared to have.
 */
final class ConditionMutants {

  private static final Map<String, String> OPPOSITE =
      Map.of(
          "==", "!=",
          "!=", "==",
          "in", "not in",
          "not in", "in",
          "matches", "not matches",
          "not matches", "matches",
          "contains", "not contains",
          "not contains", "contains",
          "memberOf", "not memberOf",
          "not memberOf", "memberOf");
  private static final Map<String, String> EDGE =
      Map.of("<", "<=", "<=", "<", ">", ">=", ">=", ">");

  private static final String REPEATED = "the rule that it extends asks the same";
  private static final String EVERY_VALUE = "the list holds every value that the member can have";
  private static final String LACKS =
      "a scenario in which this condition alone does not hold, so that nothing may come of the"
          + " rule";
  private static final String HOLDS = "a scenario in which the rule holds";
  private static final String ONE_ONLY = "a scenario in which only one of the parts holds";
  private static final String OTHER_VALUE =
      "a scenario in which the member has that value, and everything else holds";

  private final RuleTree tree;
  private final RuleNode rule;
  private final boolean suppression;
  private final Set<String> inherited;
  private final Set<Place> every = new HashSet<>();
  private final List<Mutant> mutants = new ArrayList<>();

  private ConditionMutants(RuleTree tree, RuleNode rule) {
    this.tree = tree;
    this.rule = rule;
    suppression = tree.file().name().startsWith(Gate.SUPPRESSION);
    inherited = Implied.inherited(tree, rule);
  }

  static List<Mutant> of(RuleTree tree, RuleNode rule) {
    ConditionMutants all = new ConditionMutants(tree, rule);
    for (Pattern pattern : rule.patterns()) {
      if (named(pattern)) {
        all.conditions(pattern, null);
      } else {
        all.whole(pattern);
      }
    }
    return all.mutants;
  }

  /** Returns whether a pattern is on a fact that the rule speaks of, not on one beside it. */
  private static boolean named(Pattern pattern) {
    return pattern.kind() == Pattern.Kind.FACT
        && (pattern.binding() != null || pattern.conditions().stream().anyMatch(c -> identity(c)));
  }

  private static boolean identity(Condition condition) {
    return condition instanceof Comparison same
        && same.operator().equals("==")
        && same.member().self()
        && same.values().get(0) instanceof Condition.Member other
        && other.steps().isEmpty();
  }

  private void whole(Pattern pattern) {
    Place place = pattern.place();
    add(Kind.DROP, "drop", place, place, "", new Effect(place, How.DROPPED, ""), LACKS);
    String bare = place.in(tree.source());
    String opposite =
        switch (pattern.kind()) {
          case FACT -> "not " + bare;
          case NOT -> "exists " + bare.replaceFirst("^not\\s+", "");
          case EXISTS -> "not " + bare.replaceFirst("^exists\\s+", "");
        };
    add(Kind.NEGATE, "negate", place, place, opposite, new Effect(place, How.NEGATED, ""), HOLDS);
    conditions(pattern, place);
  }

  private void conditions(Pattern pattern, @Nullable Place check) {
    List<Condition> all = pattern.conditions();
    for (int i = 0; i < all.size(); i++) {
      Condition condition = all.get(i);
      if (identity(condition)) {
        continue;
      }
      Place place = condition.place();
      if (condition instanceof Comparison comparison
          && comparison.operator().equals("in")
          && everyValue(comparison, pattern.type().text())) {
        every.add(place);
      }
      Place within = check == null ? place : check;
      int from = i > 0 && i == all.size() - 1 ? all.get(i - 1).place().end() : place.offset();
      int to = i < all.size() - 1 ? all.get(i + 1).place().offset() : place.end();
      Place left = new Place(from, to - from, place.line(), place.column());
      add(
          Kind.DROP,
          "drop",
          place,
          left,
          "",
          check == null ? new Effect(place, How.DROPPED, "") : replaced(within, left, ""),
          LACKS);
      negate(condition, within, check == null);
      inside(condition, pattern.type().text(), within);
    }
  }

  private boolean everyValue(Comparison comparison, String type) {
    Set<Object> possible = PossibleValues.of(comparison.member(), type, suppression);
    return possible != null
        && possible.stream()
            .allMatch(value -> comparison.values().stream().anyMatch(v -> is(v, value)));
  }

  private void negate(Condition condition, Place within, boolean top) {
    String opposite = opposite(condition);
    Place place = condition.place();
    add(
        Kind.NEGATE,
        "negate",
        place,
        place,
        opposite,
        top ? new Effect(place, How.NEGATED, "") : replaced(within, place, opposite),
        HOLDS);
  }

  private String opposite(Condition condition) {
    if (condition instanceof Not not) {
      return written(not.inner().place());
    }
    if (condition instanceof Comparison comparison && OPPOSITE.containsKey(comparison.operator())) {
      return spliced(
          comparison.place(),
          comparison.operatorPlace(),
          OPPOSITE.getOrDefault(comparison.operator(), ""));
    }
    return "!( " + written(condition.place()) + " )";
  }

  private void inside(Condition condition, String type, Place within) {
    if (condition instanceof All all) {
      parts(all.parts(), all.place(), " && ", " || ", type, within);
    } else if (condition instanceof Any any) {
      parts(any.parts(), any.place(), " || ", " && ", type, within);
    } else if (condition instanceof Not not) {
      inside(not.inner(), type, within);
    } else if (condition instanceof Comparison comparison) {
      values(comparison, type, within);
    }
  }

  private void parts(
      List<Condition> parts, Place place, String word, String other, String type, Place within) {
    List<String> texts = parts.stream().map(part -> "(" + written(part.place()) + ")").toList();
    replace(
        Kind.SWAP,
        "swap" + word + "for" + other + "in",
        place,
        place,
        "(" + String.join(other, texts) + ")",
        within,
        ONE_ONLY);
    for (Condition part : parts) {
      String rest =
          parts.stream()
              .filter(one -> !one.equals(part))
              .map(one -> "(" + written(one.place()) + ")")
              .collect(Collectors.joining(word));
      replace(Kind.DROP, "drop", part.place(), place, "(" + rest + ")", within, LACKS);
      negate(part, within, false);
      inside(part, type, within);
    }
  }

  private void values(Comparison comparison, String type, Place within) {
    String operator = comparison.operator();
    Place place = comparison.place();
    if (EDGE.containsKey(operator)) {
      String edge = EDGE.getOrDefault(operator, "");
      replace(
          Kind.SHIFT,
          "write " + edge + " for " + operator + " in",
          place,
          comparison.operatorPlace(),
          edge,
          within,
          OTHER_VALUE);
    }
    Set<Object> known = PossibleValues.of(comparison.member(), type, suppression);
    Set<Object> possible = known == null ? Set.of() : new TreeSet<>(known);
    boolean list = operator.equals("in") || operator.equals("not in");
    boolean equal = operator.equals("==") || operator.equals("!=");
    if (list && comparison.values().size() > 1) {
      for (Value value : comparison.values()) {
        list(
            comparison,
            operator,
            comparison.values().stream()
                .filter(one -> !one.equals(value))
                .map(one -> written(one.place()))
                .toList(),
            "leave out " + written(value.place()) + " in",
            within);
      }
    }
    if (equal
        && comparison.values().get(0) instanceof Literal one
        && one.value() instanceof Integer number) {
      for (int other : new int[] {number - 1, number + 1}) {
        replace(
            Kind.SHIFT,
            "write " + other + " in",
            place,
            one.place(),
            "" + other,
            within,
            OTHER_VALUE);
      }
    }
    if (!list && !equal) {
      return;
    }
    for (Object value : possible) {
      String other = other(comparison.values().get(0), value);
      if (other.isEmpty() || comparison.values().stream().anyMatch(v -> is(v, value))) {
        continue;
      }
      if (equal) {
        Place asked = comparison.values().get(0).place();
        replace(Kind.SWAP, "write " + other + " in", place, asked, other, within, OTHER_VALUE);
      }
      List<String> more =
          new ArrayList<>(comparison.values().stream().map(v -> written(v.place())).toList());
      more.add(other);
      String many = operator.equals("==") || operator.equals("in") ? "in" : "not in";
      list(comparison, many, more, "add " + other + " to", within);
    }
  }

  private void list(
      Comparison comparison, String operator, List<String> values, String what, Place within) {
    Place from = comparison.operatorPlace();
    Place tail =
        new Place(
            from.offset(), comparison.place().end() - from.offset(), from.line(), from.column());
    replace(
        Kind.WIDEN,
        what,
        comparison.place(),
        tail,
        operator + " ( " + String.join(", ", values) + " )",
        within,
        OTHER_VALUE);
  }

  /** Returns another value as it is written; empty when it is none to be swapped. */
  private static String other(Value asked, Object value) {
    if (asked instanceof Constant constant) {
      return constant.type().text() + "." + value;
    }
    return asked instanceof Literal literal && literal.value() instanceof String
        ? "\"" + value + "\""
        : "";
  }

  private static boolean is(Value asked, Object value) {
    return asked instanceof Constant constant
        ? constant.name().text().equals(value)
        : asked instanceof Literal literal && value.equals(literal.value());
  }

  private void replace(
      Kind kind, String what, Place place, Place at, String text, Place within, String missing) {
    add(kind, what, place, at, text, replaced(within, at, text), missing);
  }

  private Effect replaced(Place within, Place at, String text) {
    return new Effect(within, How.REPLACED, spliced(within, at, text));
  }

  /** Returns why a weaker condition makes no difference; null when it may make one. */
  private @Nullable String equivalent(Kind kind, String what, Place place, Effect effect) {
    boolean weaker = kind == Kind.DROP || (kind == Kind.WIDEN && what.startsWith("add "));
    if (!weaker || !place.equals(effect.check())) {
      return null;
    }
    if (inherited.contains(written(place))) {
      return REPEATED;
    }
    return kind == Kind.DROP && every.contains(place) ? EVERY_VALUE : null;
  }

  private void add(
      Kind kind, String what, Place place, Place at, String text, Effect effect, String missing) {
    mutants.add(
        new Mutant(
            tree.file().name(),
            rule.name().text(),
            what + " " + written(place),
            kind,
            place,
            new Fix(at.offset(), at.length(), text),
            effect,
            missing,
            equivalent(kind, what, place, effect)));
  }

  private String spliced(Place whole, Place at, String text) {
    String source = tree.source();
    return source.substring(whole.offset(), at.offset())
        + text
        + source.substring(at.end(), whole.end());
  }

  private String written(Place place) {
    return place.in(tree.source()).replaceAll("\\s+", " ");
  }
}
