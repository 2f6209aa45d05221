package dev.appwatch.drl;

import dev.appwatch.drl.Condition.Comparison;
import dev.appwatch.drl.Condition.Constant;
import dev.appwatch.drl.Condition.Literal;
import dev.appwatch.drl.Condition.Member;
import dev.appwatch.drl.Condition.Step;
import dev.appwatch.drl.Condition.Value;
import dev.appwatch.drl.Cursor.Misread;
import dev.appwatch.drl.RuleTree.Named;
import dev.appwatch.drl.Token.Kind;
import dev.appwatch.text.NearWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Reads one condition of a pattern. */
final class ConditionReader {

  private static final Set<String> SIGNS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> WORDS = Set.of("in", "matches", "contains");
  private static final Set<String> OTHER_OPERATORS =
      Set.of(
          "memberOf",
          "soundslike",
          "str",
          "excludes",
          "before",
          "after",
          "during",
          "includes",
          "coincides",
          "overlaps",
          "instanceof",
          "equals",
          "is",
          "like",
          "startsWith",
          "endsWith",
          "starts",
          "ends");
  private static final int DEEPEST = 32;

  private final Cursor cursor;
  private int depth;

  ConditionReader(Cursor cursor) {
    this.cursor = cursor;
  }

  Condition read() {
    if (++depth > DEEPEST) {
      throw cursor.misread(
          "too-deep", "conditions can't be nested deeper than (%d).".formatted(DEEPEST));
    }
    try {
      return joined("||", () -> joined("&&", this::single, Condition.All::new), Condition.Any::new);
    } finally {
      depth--;
    }
  }

  private Condition joined(
      String sign, Supplier<Condition> part, BiFunction<List<Condition>, Place, Condition> join) {
    Place start = cursor.peek().place();
    List<Condition> parts = new ArrayList<>();
    parts.add(part.get());
    while (cursor.isNext(sign)) {
      Token joint = cursor.next();
      refuseHalf(joint, parts.get(parts.size() - 1));
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.get(0) : join.apply(parts, start.to(cursor.last().place()));
  }

  /** Tells of {@code operation == "a" || "b"}, where the second half is no condition. */
  private void refuseHalf(Token joint, Condition before) {
    Token next = cursor.peek();
    boolean half =
        next.kind() == Kind.TEXT
            || next.kind() == Kind.NUMBER
            || (next.kind() == Kind.SIGN && SIGNS.contains(next.text()));
    if (!half) {
      return;
    }
    String example = "";
    if (joint.is("||")
        && before instanceof Comparison comparison
        && comparison.operator().equals("==")
        && (next.kind() == Kind.TEXT || (next.is("==") && cursor.peek(1).kind() == Kind.TEXT))) {
      example =
          "\n    Maybe %s in (%s, \"%s\")."
              .formatted(
                  written(comparison.member()),
                  written(comparison.values().get(0)),
                  next.kind() == Kind.TEXT ? next.text() : cursor.peek(1).text());
    }
    throw cursor.misread(
        "half-condition",
        "%s stands alone: both sides of %s must be whole conditions.%s"
            .formatted(next.named(), joint.text(), example));
  }

  private static String written(Value value) {
    if (value instanceof Literal literal) {
      return literal.value() instanceof String text
          ? "\"" + text + "\""
          : String.valueOf(literal.value());
    }
    if (value instanceof Constant constant) {
      return constant.type().text() + "." + constant.name().text();
    }
    return written((Member) value);
  }

  private static String written(Member member) {
    StringBuilder text = new StringBuilder(member.binding() == null ? "" : member.binding().text());
    for (Step step : member.steps()) {
      text.append(text.isEmpty() ? "" : ".").append(step.name().text());
      text.append(step.arguments() == null ? "" : "(…)");
    }
    return text.toString();
  }

  private Condition single() {
    Token first = cursor.peek();
    if (cursor.skip("(")) {
      Condition inner = read();
      cursor.expect(")", "to close the group");
      return inner;
    }
    if (cursor.skip("!")) {
      Condition inner = single();
      return new Condition.Not(inner, first.place().to(cursor.last().place()));
    }
    refuseCode();
    if (first.kind() == Kind.WORD && cursor.peek(1).is(":")) {
      throw cursor.misread(
          "binding",
          "a single member can't be named.\n    Maybe name the fact, and write $fact.%s."
              .formatted(cursor.peek(2).kind() == Kind.WORD ? cursor.peek(2).text() : "member"));
    }
    if (first.kind() != Kind.WORD) {
      throw cursor.misread(
          "syntax", "a member of the fact must stand here, not %s.".formatted(first.named()));
    }
    Member member = member();
    return compared(member);
  }

  private Condition compared(Member member) {
    Token operator = cursor.peek();
    String name = operator.text();
    if (cursor.isNext("not")
        && cursor.peek(1).kind() == Kind.WORD
        && WORDS.contains(cursor.peek(1).text())) {
      cursor.next();
      name = "not " + cursor.peek().text();
      operator = new Token(Kind.WORD, name, operator.place().to(cursor.peek().place()));
    } else if (!((operator.kind() == Kind.SIGN && SIGNS.contains(name))
        || (operator.kind() == Kind.WORD && WORDS.contains(name)))) {
      return held(member);
    }
    if (name.equals("==") && cursor.peek(1).is("=")) {
      throw cursor.misread(
          "syntax",
          operator.place().to(cursor.peek(1).place()),
          "there is no operator (===).\n    Maybe ==.");
    }
    cursor.next();
    List<Value> values = new ArrayList<>();
    if (name.endsWith("in")) {
      Token open = cursor.peek();
      if (!cursor.skip("(")) {
        throw cursor.misread(
            "syntax",
            open.place(),
            "a list in parentheses must stand here.\n    Maybe %s (…).".formatted(name));
      }
      do {
        values.add(value());
      } while (cursor.skip(","));
      cursor.expect(")", "to close the list");
    } else {
      values.add(value());
    }
    refuseArithmetic();
    return new Comparison(
        member, name, operator.place(), values, member.place().to(cursor.last().place()));
  }

  private Condition held(Member member) {
    Token next = cursor.peek();
    refuseArithmetic();
    if (next.is("=")) {
      throw cursor.misread(
          "syntax", "= sets a value, == compares.\n    Maybe ==.", Fix.of(next.place(), "=="));
    }
    if (next.kind() == Kind.WORD && OTHER_OPERATORS.contains(next.text())) {
      String meant = next.is("str") ? cursor.peek(2).text() : next.text();
      String helper =
          meant.startsWith("start") ? "startsWith" : meant.startsWith("end") ? "endsWith" : "";
      throw cursor.misread(
          "operator",
          "the operator (%s) is not one of ==, !=, <, <=, >, >=, in, matches, contains.\n    Maybe %s."
              .formatted(
                  next.text(),
                  helper.isEmpty() ? "==" : written(member) + "." + helper + "(\"…\") == true"));
    }
    if (next.kind() == Kind.WORD && next.place().line() == member.place().line()) {
      throw cursor.misread(
          "operator",
          "the operator (%s) is not one of ==, !=, <, <=, >, >=, in, matches, contains.%s"
              .formatted(
                  next.text(),
                  NearWord.of(next.text(), WORDS).map("\n    Maybe %s."::formatted).orElse("")));
    }
    return new Condition.Holds(member, member.place());
  }

  private void refuseArithmetic() {
    Token next = cursor.peek();
    if (next.kind() == Kind.SIGN && "+-*/%^|&?#".contains(next.text())) {
      throw cursor.misread(
          "no-code",
          "rules don't calculate and convert nothing (%s).\n    Maybe a limit in rules/policy.yaml says what is needed."
              .formatted(next.text()));
    }
    if (next.is("->") || next.is("::")) {
      throw cursor.misread("no-code", "code (%s) is not allowed in rules.".formatted(next.text()));
    }
    if (next.is("[") || next.is("{")) {
      throw cursor.misread(
          "no-code",
          "%s is not allowed in conditions.\n    Maybe details.get(\"…\").".formatted(next.text()));
    }
  }

  private void refuseCode() {
    Token next = cursor.peek();
    if (next.is("new") || (next.is("eval") && cursor.peek(1).is("(")) || next.is("from")) {
      throw cursor.misread("no-code", "code (%s) is not allowed in rules.".formatted(next.text()));
    }
  }

  private Value value() {
    refuseCode();
    Token first = cursor.peek();
    boolean negative = cursor.skip("-");
    Token token = cursor.peek();
    switch (token.kind()) {
      case TEXT -> {
        if (!negative) {
          cursor.next();
          return new Literal(token.text(), token.place());
        }
      }
      case NUMBER -> {
        cursor.next();
        return new Literal(number(token, negative), first.place().to(token.place()));
      }
      case WORD -> {
        if (!negative) {
          return named(token);
        }
      }
      default -> {
        // falls through to the message below
      }
    }
    throw cursor.misread(
        "syntax", "a value must stand here, not %s.".formatted(cursor.peek().named()));
  }

  private Value named(Token token) {
    switch (token.text()) {
      case "true", "false" -> {
        cursor.next();
        return new Literal(token.text().equals("true"), token.place());
      }
      case "null" -> {
        cursor.next();
        return new Literal(null, token.place());
      }
      default -> {
        if (Character.isUpperCase(token.text().charAt(0))
            && cursor.peek(1).is(".")
            && cursor.peek(2).kind() == Kind.WORD
            && !cursor.peek(3).is("(")
            && !cursor.peek(3).is(".")) {
          cursor.next();
          cursor.next();
          Token name = cursor.next();
          return new Constant(
              Cursor.named(token), Cursor.named(name), token.place().to(name.place()));
        }
        return member();
      }
    }
  }

  private Object number(Token token, boolean negative) {
    String digits = (negative ? "-" : "") + token.text();
    try {
      if (token.text().matches("0|[1-9][0-9]*")) {
        long value = Long.parseLong(digits);
        return value == (int) value ? (Object) (int) value : (Object) value;
      }
      if (token.text().matches("(0|[1-9][0-9]*)\\.[0-9]+")) {
        return Double.parseDouble(digits);
      }
    } catch (NumberFormatException e) {
      // too long: told below, like every other number that is written strangely
    }
    throw cursor.misread(
        "number",
        token.place(),
        "the number (%s) must be decimal, without a leading zero and letters."
            .formatted(token.text()));
  }

  private Member member() {
    Token first = cursor.next();
    Named binding = null;
    List<Step> steps = new ArrayList<>();
    if (first.text().startsWith("$")) {
      binding = Cursor.named(first);
    } else {
      steps.add(step(first));
    }
    while (cursor.skip(".")) {
      if (!cursor.isNext(Kind.WORD)) {
        throw cursor.misread(
            "syntax", "a member must stand here, not %s.".formatted(cursor.peek().named()));
      }
      steps.add(step(cursor.next()));
    }
    return new Member(binding, steps, first.place().to(cursor.last().place()));
  }

  private Step step(Token name) {
    if (!cursor.isNext("(")) {
      return new Step(Cursor.named(name), null);
    }
    cursor.next();
    if (++depth > DEEPEST) {
      throw cursor.misread(
          "too-deep", "conditions can't be nested deeper than (%d).".formatted(DEEPEST));
    }
    List<Value> arguments = new ArrayList<>();
    if (!cursor.isNext(")")) {
      do {
        arguments.add(value());
        refuseArithmetic();
      } while (cursor.skip(","));
    }
    cursor.expect(")", "to close the arguments");
    depth--;
    return new Step(Cursor.named(name), arguments);
  }

  /** Returns what to say of a token that stands between two conditions. */
  Misread unexpected(List<Condition> before) {
    Token next = cursor.peek();
    refuseArithmetic();
    refuseCode();
    if (next.is(";") || next.is("and") || next.is("or")) {
      throw cursor.misread(
          "syntax",
          "conditions are separated by commas, not by %s.\n    Maybe %s."
              .formatted(next.text(), next.is("or") ? "||" : ","),
          Fix.of(next.place(), next.is("or") ? "||" : ","));
    }
    if (next.kind() == Kind.WORD && !before.isEmpty() && !next.is("then")) {
      Place behind = before.get(before.size() - 1).place().behind();
      return cursor.misread(
          "syntax",
          "a comma or ) is missing before %s.\n    Maybe , here.".formatted(next.text()),
          Fix.insertAt(behind.offset(), ","));
    }
    return cursor.misread(
        "syntax", ") must stand here to close the pattern, not %s.".formatted(next.named()));
  }
}
