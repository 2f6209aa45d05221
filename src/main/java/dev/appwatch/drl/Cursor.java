package dev.appwatch.drl;

import dev.appwatch.drl.RuleTree.Named;
import dev.appwatch.drl.Token.Kind;
import java.util.List;

/** Walks over the tokens of a file; says what was expected where something else stands. */
final class Cursor {

  /** The part that is being read can't be understood; its problem says why. */
  static final class Misread extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient RuleProblem problem;

    Misread(RuleProblem problem) {
      super(problem.what(), null, false, false);
      this.problem = problem;
    }

    RuleProblem problem() {
      return problem;
    }
  }

  private final RuleFile file;
  private final List<Token> tokens;
  private int at;

  Cursor(RuleFile file, List<Token> tokens) {
    this.file = file;
    this.tokens = tokens;
  }

  Token peek() {
    return peek(0);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  /** Returns the token before the next one. */
  Token last() {
    return tokens.get(Math.max(0, at - 1));
  }

  Token next() {
    Token token = peek();
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean isNext(String written) {
    return peek().is(written);
  }

  boolean isNext(Kind kind) {
    return peek().kind() == kind;
  }

  boolean ended() {
    return isNext(Kind.END);
  }

  boolean skip(String written) {
    if (isNext(written)) {
      next();
      return true;
    }
    return false;
  }

  Token expect(String written, String purpose) {
    if (!isNext(written)) {
      throw misread(
          "syntax", "%s must stand here %s, not %s.".formatted(written, purpose, peek().named()));
    }
    return next();
  }

  Named word(String purpose) {
    if (!isNext(Kind.WORD)) {
      throw misread("syntax", "%s must stand here, not %s.".formatted(purpose, peek().named()));
    }
    return named(next());
  }

  static Named named(Token token) {
    return new Named(token.text(), token.place());
  }

  Misread misread(String lint, String message, Fix... fixes) {
    return misread(lint, peek().place(), message, fixes);
  }

  Misread misread(String lint, Place place, String message, Fix... fixes) {
    return new Misread(file.problem(lint, place, message, fixes));
  }
}
