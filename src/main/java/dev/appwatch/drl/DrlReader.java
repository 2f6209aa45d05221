package dev.appwatch.drl;

import dev.appwatch.drl.Cursor.Misread;
import dev.appwatch.drl.RuleNode.Annotation;
import dev.appwatch.drl.RuleNode.Call;
import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree.Global;
import dev.appwatch.drl.RuleTree.Named;
import dev.appwatch.drl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a rule file. It understands what rules may say and nothing else: whatever is left over is a
 * problem with its place, and one broken rule does not hide the next.
 */
final class DrlReader {

  /** What one of the first words of a refused block is called. */
  private static final Map<String, String> REFUSED_BLOCKS =
      Map.of(
          "function", "functions",
          "declare", "declared types",
          "query", "queries",
          "unit", "rule units",
          "dialect", "dialects",
          "expander", "expanders",
          "template", "templates");

  /** How attributes of rules begin. */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "salience",
          "no",
          "agenda",
          "ruleflow",
          "activation",
          "auto",
          "lock",
          "dialect",
          "enabled",
          "date",
          "duration",
          "timer",
          "calendars",
          "refract",
          "attributes",
          "direct");

  private final RuleFile file;
  private final List<RuleProblem> problems;
  private final List<Token> tokens;
  private final Cursor cursor;
  private final PatternReader patterns;
  private final List<Named> imports = new ArrayList<>();
  private final List<Global> globals = new ArrayList<>();
  private final List<RuleNode> rules = new ArrayList<>();
  private @Nullable Named packageName;

  private DrlReader(RuleFile file, List<RuleProblem> problems) {
    this.file = file;
    this.problems = problems;
    tokens = new Lexer(file, problems).tokens();
    cursor = new Cursor(file, tokens);
    patterns = new PatternReader(cursor);
  }

  /** Returns the tree of a file; what could not be read is missing there, and is a problem. */
  static RuleTree read(RuleFile file, List<RuleProblem> problems) {
    DrlReader reader = new DrlReader(file, problems);
    reader.read();
    Place start = new Place(0, 0, 1, 1);
    return new RuleTree(
        file,
        reader.packageName == null ? new Named("", start) : reader.packageName,
        reader.imports,
        reader.globals,
        reader.rules,
        reader.source());
  }

  /** Returns the tokens alone, each where it stands: what the engine gets to see. */
  private String source() {
    char[] source = file.text().toCharArray();
    for (int i = 0; i < source.length; i++) {
      source[i] = source[i] == '\n' ? '\n' : ' ';
    }
    for (Token token : tokens) {
      Place place = token.place();
      file.text().getChars(place.offset(), place.end(), source, place.offset());
    }
    return new String(source);
  }

  private void read() {
    if (cursor.ended()) {
      problems.add(
          file.problem(
              "empty",
              "the file holds no rule.\n    Maybe remove it, or start one with appwatch new."));
      return;
    }
    while (!cursor.ended()) {
      try {
        readBlock();
      } catch (Misread e) {
        problems.add(e.problem());
        cursor.next();
        recover();
      }
    }
    if (packageName == null) {
      problems.add(
          file.problem(
              "package",
              new Place(0, 0, 1, 1),
              "the file must begin with its package.\n    Maybe package rules.applications.%s;"
                  .formatted(slug())));
    }
  }

  private String slug() {
    String stem = file.name().substring(file.name().lastIndexOf('/') + 1);
    String letters = stem.replaceFirst("\\.drl$", "").toLowerCase(java.util.Locale.ROOT);
    return letters.replaceAll("[^a-z0-9]", "").replaceFirst("^[0-9]+", "");
  }

  private void readBlock() {
    Token first = cursor.peek();
    String refused = first.kind() == Kind.WORD ? REFUSED_BLOCKS.get(first.text()) : null;
    if (refused != null) {
      throw cursor.misread(
          "no-code",
          "rules can't have %s.\n    Maybe a list in rules/reference/ says what is needed."
              .formatted(refused));
    }
    switch (first.text()) {
      case "package" -> {
        cursor.next();
        Named name = dotted("the name of the package");
        if (packageName != null) {
          throw cursor.misread("package", name.place(), "there is one package in a file.");
        }
        packageName = name;
        cursor.skip(";");
      }
      case "import" -> readImport();
      case "global" -> {
        cursor.next();
        Named type = dotted("the type of the global");
        globals.add(new Global(type, cursor.word("the name of the global")));
        cursor.skip(";");
      }
      case "rule" -> rules.add(readRule());
      default ->
          throw cursor.misread(
              "syntax",
              "%s can't stand here.\n    Maybe a rule must begin: rule \"ID what it finds\"."
                  .formatted(first.named()));
    }
  }

  private void readImport() {
    cursor.next();
    if (cursor.isNext("static")
        || cursor.isNext("function")
        || cursor.isNext("accumulate")
        || cursor.isNext("acc")) {
      throw cursor.misread(
          "no-code",
          "import %s is not allowed: rules name types only.".formatted(cursor.peek().text()));
    }
    Named name = dotted("the name of a type");
    if (cursor.isNext("*") || cursor.isNext(".")) {
      throw cursor.misread(
          "import", "a type is imported by its own name.\n    Maybe list the types one by one.");
    }
    imports.add(name);
    cursor.skip(";");
  }

  private Named dotted(String purpose) {
    Named first = cursor.word(purpose);
    StringBuilder name = new StringBuilder(first.text());
    Place place = first.place();
    while (cursor.isNext(".") && cursor.peek(1).kind() == Kind.WORD) {
      cursor.next();
      Token part = cursor.next();
      name.append('.').append(part.text());
      place = place.to(part.place());
    }
    return new Named(name.toString(), place);
  }

  private RuleNode readRule() {
    Token start = cursor.next();
    Named name = quotedName("the name of the rule");
    Named parent = cursor.skip("extends") ? quotedName("the name of the extended rule") : null;
    List<Annotation> annotations = new ArrayList<>();
    List<Pattern> conditions = new ArrayList<>();
    try {
      readHead(annotations);
      patterns.read(conditions);
      if (!cursor.isNext("then")) {
        throw cursor.misread(
            "syntax",
            "then must stand here after the conditions, not %s.".formatted(cursor.peek().named()));
      }
      Call call = call(cursor.next(), conditions);
      Place place = start.place().to(cursor.next().place());
      return new RuleNode(name, parent, annotations, conditions, call, place, true);
    } catch (Misread e) {
      // what was read is kept, so that rules which build on this one are not blamed for it
      problems.add(e.problem());
      recover();
      Named nothing = new Named("", start.place());
      return new RuleNode(
          name,
          parent,
          annotations,
          conditions,
          new Call(nothing, nothing, List.of(), start.place()),
          start.place(),
          false);
    }
  }

  private void readHead(List<Annotation> annotations) {
    while (!cursor.isNext("when")) {
      if (cursor.isNext("@")) {
        annotation(annotations);
      } else if (cursor.isNext(Kind.WORD) && ATTRIBUTES.contains(cursor.peek().text())) {
        problems.add(
            file.problem(
                "no-attributes",
                cursor.peek().place(),
                "attributes (%s …) are not allowed: rules hold independently of each other and of their order."
                    .formatted(cursor.peek().text())));
        cursor.next();
        while (!cursor.isNext("when") && !cursor.isNext("@") && !atBlock()) {
          cursor.next();
        }
      } else {
        cursor.expect("when", "before the conditions");
      }
    }
    cursor.next();
  }

  private Named quotedName(String purpose) {
    Token token = cursor.peek();
    if (token.kind() != Kind.TEXT) {
      throw cursor.misread(
          "syntax",
          "%s must stand here in double quotes, not %s.".formatted(purpose, token.named()));
    }
    cursor.next();
    if (token.text().isBlank()
        || token.text().indexOf('"') >= 0
        || token.text().indexOf('\\') >= 0
        || token.text().indexOf('\n') >= 0) {
      problems.add(
          file.problem(
              "rule-name",
              token.place(),
              "%s must be words, without quotes and backslashes.".formatted(purpose)));
    }
    return Cursor.named(token);
  }

  private void annotation(List<Annotation> annotations) {
    Token sign = cursor.next();
    Named name = cursor.word("the name of the annotation");
    if (cursor.isNext("(") && cursor.peek(1).kind() == Kind.TEXT && cursor.peek(2).is(")")) {
      cursor.next();
      Token value = cursor.next();
      cursor.next();
      annotations.add(new Annotation(name, value.text(), value.place(), true));
      return;
    }
    Place place = sign.place().to(name.place());
    List<Fix> fixes = new ArrayList<>();
    if (cursor.isNext("(")) {
      Token open = cursor.peek();
      int depth = 0;
      do {
        depth += cursor.isNext("(") ? 1 : cursor.isNext(")") ? -1 : 0;
        place = place.to(cursor.next().place());
      } while (depth > 0 && !cursor.ended() && !cursor.isNext("when") && !cursor.isNext("@"));
      String inner =
          depth > 0 || place.line() != cursor.last().place().line()
              ? ""
              : file.text().substring(open.place().end(), place.end() - 1).strip();
      if (inner.matches("[A-Za-z0-9 .,_-]+")) {
        fixes.add(
            new Fix(open.place().end(), place.end() - 1 - open.place().end(), "\"" + inner + "\""));
      }
    }
    annotations.add(new Annotation(name, "", place, false));
    problems.add(
        file.problem(
            "annotation",
            place,
            "the annotation (@%s) must hold one quoted string.\n    Maybe %s."
                .formatted(
                    name.text(),
                    fixes.isEmpty()
                        ? "@" + name.text() + "(\"…\")"
                        : "@" + name.text() + "(" + fixes.get(0).replacement() + ")"),
            fixes.toArray(Fix[]::new)));
  }

  /** Reads the only thing that a rule may do. */
  private Call call(Token then, List<Pattern> conditions) {
    Token first = cursor.peek();
    if (first.is("end")) {
      throw cursor.misread(
          "consequence", then.place(), "the rule states nothing.\n    Maybe " + usual(conditions));
    }
    if (!(first.kind() == Kind.WORD
        && cursor.peek(1).is(".")
        && cursor.peek(2).kind() == Kind.WORD
        && cursor.peek(3).is("("))) {
      throw other(first, conditions);
    }
    Named global = Cursor.named(cursor.next());
    cursor.next();
    Named method = Cursor.named(cursor.next());
    cursor.next();
    List<Named> arguments = new ArrayList<>();
    for (String part : List.of("drools", ".", "getRule", "(", ")")) {
      if (!cursor.skip(part)) {
        throw other(first, conditions);
      }
    }
    while (cursor.skip(",")) {
      if (!cursor.isNext(Kind.WORD) || !(cursor.peek(1).is(",") || cursor.peek(1).is(")"))) {
        throw other(first, conditions);
      }
      arguments.add(Cursor.named(cursor.next()));
    }
    Token close = cursor.peek();
    if (!cursor.skip(")")) {
      throw other(first, conditions);
    }
    if (!cursor.skip(";")) {
      if (!cursor.isNext("end")) {
        throw other(first, conditions);
      }
      problems.add(
          file.problem(
              "consequence",
              close.place().behind(),
              "a semicolon is missing.\n    Maybe add ; here.",
              Fix.insertAt(close.place().end(), ";")));
    }
    if (!cursor.isNext("end")) {
      if (atBlock() || cursor.ended()) {
        throw cursor.misread(
            "syntax",
            close.place().behind(),
            "the rule has no end.\n    Maybe add end on a line of its own.");
      }
      throw other(cursor.peek(), conditions);
    }
    return new Call(global, method, arguments, first.place().to(close.place()));
  }

  private Misread other(Token at, List<Pattern> conditions) {
    return cursor.misread(
        "consequence",
        at.place(),
        "a rule states what it found and does nothing else.\n    Maybe only: %s"
            .formatted(usual(conditions)));
  }

  private String usual(List<Pattern> conditions) {
    List<String> bound =
        conditions.stream()
            .map(Pattern::binding)
            .filter(java.util.Objects::nonNull)
            .map(Named::text)
            .toList();
    if (file.name().startsWith(Gate.SUPPRESSION)) {
      return "decisions.object(drools.getRule(), $finding, $approval);";
    }
    return "findings.raise(drools.getRule(), %s);"
        .formatted(bound.isEmpty() ? "$change" : bound.get(0));
  }

  /** Returns whether something of the file itself begins here, such as the next rule. */
  private boolean atBlock() {
    Token token = cursor.peek();
    return switch (token.text()) {
      case "rule" -> cursor.peek(1).kind() == Kind.TEXT && token.kind() == Kind.WORD;
      case "import", "global", "package", "function", "declare", "query" ->
          token.kind() == Kind.WORD
              && cursor.peek(1).kind() == Kind.WORD
              && token.place().column() == 1;
      default -> token.kind() == Kind.END;
    };
  }

  /** Goes on where the next rule or declaration begins. */
  private void recover() {
    while (!atBlock()) {
      cursor.next();
    }
  }
}
