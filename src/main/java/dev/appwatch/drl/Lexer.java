package dev.appwatch.drl;

import dev.appwatch.drl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a rule file into tokens. Whatever is outside of comments and not part of a token is a
 * problem, so that nothing is handed to the engine that was not looked at.
 */
final class Lexer {

  private static final List<String> LONG_SIGNS =
      List.of("==", "!=", "<=", ">=", "&&", "||", "->", "::");
  private static final String SIGNS = "(){}[],;:.<>!@=?#|&+-*/%~^";

  private final RuleFile file;
  private final String text;
  private final List<RuleProblem> problems;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Integer> single = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  Lexer(RuleFile file, List<RuleProblem> problems) {
    this.file = file;
    this.text = file.text();
    this.problems = problems;
  }

  /** Returns every token of the file; the last one is its end. */
  List<Token> tokens() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        newLine();
      } else if (c == ' ' || c == '\t' || c == '\r') {
        at++;
      } else if (text.startsWith("//", at)) {
        comment(lineEnd());
      } else if (text.startsWith("/*", at)) {
        blockComment();
      } else if (c == '"' || c == '\'') {
        quoted(c);
      } else if (c >= '0' && c <= '9') {
        add(Kind.NUMBER, span(at, this::partOfNumber));
      } else if (wordStart(c)) {
        add(Kind.WORD, span(at, Lexer::partOfWord));
      } else if (SIGNS.indexOf(c) >= 0) {
        add(Kind.SIGN, at + signLength());
      } else {
        stray();
      }
    }
    tokens.add(new Token(Kind.END, "", place(at, at)));
    return tokens;
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private int signLength() {
    return LONG_SIGNS.stream().anyMatch(sign -> text.startsWith(sign, at)) ? 2 : 1;
  }

  private static boolean wordStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean partOfWord(int i, char c) {
    return wordStart(c) || (c >= '0' && c <= '9');
  }

  private boolean partOfNumber(int i, char c) {
    return partOfWord(i, c)
        || (c == '.' && i + 1 < text.length() && Character.isDigit(text.charAt(i + 1)));
  }

  private interface Part {
    boolean takes(int index, char c);
  }

  private int span(int from, Part part) {
    int end = from;
    while (end < text.length() && part.takes(end, text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void add(Kind kind, int end) {
    tokens.add(new Token(kind, text.substring(at, end), place(at, end)));
    at = end;
  }

  private Place place(int from, int to) {
    return new Place(from, to - from, line, from - lineStart + 1);
  }

  private void comment(int end) {
    for (int i = at; i < end; i++) {
      char c = text.charAt(i);
      if (c != '\t' && c != '\r' && Characters.hidden(c) && !Character.isSurrogate(c)) {
        problems.add(
            file.problem(
                "character",
                place(i, i + 1),
                "the character %s in a comment hides what is written."
                    .formatted(Characters.named(c))));
      }
    }
    at = end;
  }

  private void blockComment() {
    int close = text.indexOf("*/", at + 2);
    if (close < 0) {
      problems.add(
          file.problem(
              "syntax", place(at, at + 2), "the comment has no end.\n    Maybe close it with */."));
      at = text.length();
      return;
    }
    while (at < close) {
      comment(Math.min(lineEnd(), close));
      if (at < close) {
        newLine();
      }
    }
    at = close + 2;
  }

  /** Reads a text in quotes; escapes are checked here, because the engine fails at them later. */
  private void quoted(char quote) {
    int start = at;
    int end = start + 1;
    StringBuilder value = new StringBuilder();
    boolean sound = true;
    while (end < text.length() && text.charAt(end) != quote) {
      char c = text.charAt(end);
      if (c == '\n') {
        break;
      }
      if (c == '\\') {
        sound &= escape(end, value);
        end += 2;
        continue;
      }
      sound &= visible(end);
      value.append(c);
      end++;
    }
    if (end >= text.length() || text.charAt(end) != quote) {
      single.clear();
      int last = Math.min(lineEnd(), text.length());
      problems.add(
          file.problem(
              "syntax",
              place(start, last),
              "the text is not closed on its line.\n    Maybe a %s is missing."
                  .formatted(quote == '"' ? "\"" : "'")));
      tokens.add(new Token(Kind.TEXT, "", place(start, last)));
      at = last;
      return;
    }
    Place place = place(start, end + 1);
    if (!single.isEmpty()) {
      problems.add(singleBackslashes(single, place));
      single.clear();
    }
    if (quote == '\'') {
      problems.add(
          file.problem(
              "quotes",
              place,
              "texts stand in double quotes.\n    Maybe \"%s\".".formatted(value),
              Fix.of(place, "\"" + text.substring(start + 1, end) + "\"")));
    }
    tokens.add(new Token(Kind.TEXT, sound ? value.toString() : "", place));
    at = end + 1;
  }

  /** The engine takes {@code "Mail\\."} as an error without a line. */
  private RuleProblem singleBackslashes(List<Integer> single, Place place) {
    StringBuilder corrected = new StringBuilder();
    Fix[] fixes = new Fix[single.size()];
    int from = place.offset();
    for (int i = 0; i < fixes.length; i++) {
      corrected.append(text, from, single.get(i)).append('\\');
      fixes[i] = Fix.insertAt(single.get(i), "\\");
      from = single.get(i);
    }
    corrected.append(text, from, place.end());
    return file.problem(
        "escape",
        place(single.get(0), Math.min(single.get(0) + 2, text.length())),
        "a backslash in a text is written twice.\n    Maybe %s.".formatted(corrected),
        fixes);
  }

  private boolean escape(int backslash, StringBuilder value) {
    char next = backslash + 1 < text.length() ? text.charAt(backslash + 1) : '\n';
    switch (next) {
      case '\\', '"' -> {
        // a Unicode escape is resolved before the text is read, whatever stands around it
        if (next == '\\' && text.startsWith("u", backslash + 2)) {
          problems.add(
              file.problem(
                  "unicode-escape",
                  place(backslash, backslash + 3),
                  "Unicode escapes are not allowed in rules.\n    Maybe write the character itself."));
          return false;
        }
        value.append(next);
        return true;
      }
      case 't' -> {
        value.append('\t');
        return true;
      }
      case 'n' -> {
        value.append('\n');
        return true;
      }
      case 'u' ->
          problems.add(
              file.problem(
                  "unicode-escape",
                  place(backslash, backslash + 2),
                  "Unicode escapes are not allowed in rules.\n    Maybe write the character itself."));
      default -> single.add(backslash);
    }
    return false;
  }

  private boolean visible(int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c) || Character.isLowSurrogate(c)) {
      boolean whole =
          Character.isHighSurrogate(c)
              ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
              : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      if (whole) {
        return true;
      }
    }
    if (c != '\ufffd' && !Characters.hidden(c)) {
      return true;
    }
    String meant = Characters.meant(c);
    problems.add(
        file.problem(
            "character",
            place(i, i + 1),
            "the character %s in a text can't be seen.%s"
                .formatted(
                    Characters.named(c),
                    c == '\ufffd' ? "\n    Maybe save the file as UTF-8." : ""),
            meant == null ? new Fix[0] : new Fix[] {Fix.of(place(i, i + 1), meant)}));
    return false;
  }

  /** Tells of a character that no rule has; what stands in curly quotes is taken as a text. */
  private void stray() {
    int point = text.codePointAt(at);
    int end = at + Character.charCount(point);
    if (Characters.quote(point)) {
      int close = end;
      while (close < lineEnd() && !closes(text.charAt(close))) {
        close++;
      }
      if (close < lineEnd()) {
        Place open = place(at, end);
        problems.add(
            file.problem(
                "character",
                open,
                "%s is not a quotation mark in DRL.\n    Maybe use \"."
                    .formatted(Characters.named(point)),
                Fix.of(open, "\""),
                Fix.of(place(close, close + 1), "\"")));
        tokens.add(new Token(Kind.TEXT, text.substring(end, close), place(at, close + 1)));
        at = close + 1;
        return;
      }
    }
    String meant = Characters.meant(point);
    Place place = place(at, end);
    problems.add(
        file.problem(
            "character",
            place,
            "the character %s can't stand here.%s"
                .formatted(Characters.named(point), advice(point, meant)),
            meant == null ? new Fix[0] : new Fix[] {Fix.of(place, meant)}));
    if (Character.isLetterOrDigit(point)) {
      // a word of another script: one problem, not one for each of its letters
      end = span(end, (i, c) -> Character.isLetterOrDigit(c));
      tokens.add(new Token(Kind.WORD, "?", place(at, end)));
    }
    at = end;
  }

  private static boolean closes(char c) {
    return c == '"' || Characters.quote(c);
  }

  private static String advice(int point, @org.jspecify.annotations.Nullable String meant) {
    if (point == '\ufffd' || point == 0) {
      return "\n    Maybe save the file as UTF-8.";
    }
    if (meant == null) {
      return "\n    Maybe it belongs into a text in double quotes.";
    }
    if (meant.isEmpty()) {
      return "\n    Maybe remove it.";
    }
    return meant.equals(" ")
        ? "\n    Maybe use a plain blank."
        : "\n    Maybe use %s.".formatted(meant);
  }
}
