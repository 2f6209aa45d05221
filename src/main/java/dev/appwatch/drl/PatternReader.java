package dev.appwatch.drl;

import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree.Named;
import dev.appwatch.drl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what stands between {@code when} and {@code then}: patterns on facts. */
final class PatternReader {

  /** What the words of the engine are called that rules do without. */
  private static final Map<String, String> REFUSED =
      Map.ofEntries(
          Map.entry("eval", "code in conditions (eval)"),
          Map.entry("from", "other sources (from)"),
          Map.entry("forall", "conditions on all facts (forall)"),
          Map.entry("accumulate", "sums over facts (accumulate)"),
          Map.entry("acc", "sums over facts (acc)"),
          Map.entry("collect", "collections of facts (collect)"),
          Map.entry("groupby", "groups of facts (groupby)"),
          Map.entry("over", "sliding windows (over)"),
          Map.entry("do", "named consequences (do)"),
          Map.entry("if", "conditional consequences (if)"),
          Map.entry("new", "new objects (new)"));

  private static final Set<String> STATEMENTS = Set.of("findings", "decisions");

  private final Cursor cursor;
  private final ConditionReader conditions;

  PatternReader(Cursor cursor) {
    this.cursor = cursor;
    conditions = new ConditionReader(cursor);
  }

  /** Adds every pattern up to the word {@code then}. */
  void read(List<Pattern> patterns) {
    while (!cursor.isNext("then") && !cursor.ended()) {
      patterns.add(pattern());
      cursor.skip(";");
      refuse();
    }
    if (patterns.isEmpty()) {
      throw cursor.misread(
          "no-condition", "the rule has no condition: it would hold for every record.");
    }
  }

  private void refuse() {
    Token token = cursor.peek();
    String refused = token.kind() == Kind.WORD ? REFUSED.get(token.text()) : null;
    if (refused != null) {
      throw cursor.misread("no-code", "rules can't have %s.".formatted(refused));
    }
    if (token.is("and") || token.is("&&")) {
      throw cursor.misread(
          "syntax",
          "patterns stand one below the other, and all of them must hold.\n    Maybe leave out %s."
              .formatted(token.text()));
    }
    if (token.is("or") || token.is("||") || token.is("(")) {
      throw cursor.misread(
          "syntax",
          "patterns can't be grouped: all of them must hold.\n    Maybe use || inside of one pattern, or write two rules.");
    }
    if (token.is("?") || token.is("/") || token.is("@")) {
      throw cursor.misread(
          "no-code", "%s can't stand before or behind a pattern.".formatted(token.text()));
    }
  }

  private Pattern pattern() {
    refuse();
    Token first = cursor.peek();
    Pattern.Kind kind = Pattern.Kind.FACT;
    if (cursor.skip("not")) {
      kind = Pattern.Kind.NOT;
    } else if (cursor.skip("exists")) {
      kind = Pattern.Kind.EXISTS;
    }
    refuse();
    Named binding = null;
    if (cursor.isNext(Kind.WORD) && cursor.peek(1).is(":")) {
      binding = Cursor.named(cursor.next());
      Token colon = cursor.next();
      if (!binding.text().startsWith("$") || binding.text().length() < 2) {
        throw cursor.misread(
            "binding",
            binding.place(),
            "the name of a fact (%s) must begin with a dollar sign.\n    Maybe $%s."
                .formatted(binding.text(), binding.text()),
            Fix.insertAt(binding.place().offset(), "$"));
      }
      if (kind != Pattern.Kind.FACT) {
        throw cursor.misread(
            "binding",
            binding.place(),
            "a fact that must not be there, or only be there, has no name.\n    Maybe leave out %s :."
                .formatted(binding.text()),
            new Fix(binding.place().offset(), colon.place().end() - binding.place().offset(), ""));
      }
    }
    refuse();
    Named type = cursor.word("the type of a fact");
    if (cursor.isNext(".") && STATEMENTS.contains(type.text())) {
      throw cursor.misread("syntax", type.place(), "then must stand before what the rule states.");
    }
    if (cursor.isNext(".")) {
      throw cursor.misread(
          "qualified-name",
          type.place(),
          "a type is named without its package.\n    Maybe import it above.");
    }
    cursor.expect("(", "after the type of the fact");
    List<Condition> all = new ArrayList<>();
    if (!cursor.isNext(")")) {
      do {
        all.add(conditions.read());
      } while (cursor.skip(","));
    }
    if (!cursor.isNext(")")) {
      throw conditions.unexpected(all);
    }
    Token close = cursor.next();
    return new Pattern(kind, binding, type, all, first.place().to(close.place()));
  }
}
