package dev.appwatch.drl;

import java.util.List;
import java.util.stream.Collectors;

/**
 * One thing in a rule file that its owner has to put right, or may want to look at.
 *
 * @param file path relative to the pack
 * @param line line from 1, 0 when the whole file is meant
 * @param column column from 1, 0 when the whole line is meant
 * @param length how many characters are meant, 0 or 1 for a single place
 * @param severity whether the pack is refused for it
 * @param lint name of the check, as {@code docs/lints.md} explains it
 * @param message what is wrong; a second line says what to try
 * @param excerpt the source line, empty when unknown
 * @param fixes corrections that can be made without asking; often none
 */
public record RuleProblem(
    String file,
    int line,
    int column,
    int length,
    Severity severity,
    String lint,
    String message,
    String excerpt,
    List<Fix> fixes) {

  /** Whether a pack with such a problem is refused. */
  public enum Severity {
    /** Nothing of the pack is loaded. */
    ERROR,
    /** Said by lint; the pack loads. */
    WARNING
  }

  private static final int TAB = 4;

  public RuleProblem {
    fixes = List.copyOf(fixes);
    message = message.lines().map(RuleProblem::shown).collect(Collectors.joining("\n"));
  }

  /** Returns whether the pack is refused for it. */
  public boolean refuses() {
    return severity == Severity.ERROR;
  }

  /** Returns the first line of the message: what is wrong. */
  public String what() {
    return message.lines().findFirst().orElse("");
  }

  /** Returns the further lines of the message: what to try; empty when nothing is known. */
  public String maybe() {
    return message
        .lines()
        .skip(1)
        .map(String::strip)
        .reduce("", (a, b) -> a.isEmpty() ? b : a + " " + b);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(severity == Severity.ERROR ? ": error: " : ": warning: ").append(what());
    text.append(" [").append(lint).append(']');
    if (line > 0 && !excerpt.isBlank()) {
      String number = " " + line + " | ";
      text.append('\n').append(number).append(shown(excerpt));
      if (column > 0) {
        int before = shown(excerpt.substring(0, Math.min(column - 1, excerpt.length()))).length();
        int marked = Math.max(1, Math.min(length, excerpt.length() - column + 1));
        text.append('\n')
            .append(" ".repeat(number.length() - 2))
            .append("| ")
            .append(" ".repeat(before))
            .append("^".repeat(marked));
      }
    }
    if (!maybe().isEmpty()) {
      text.append("\n    ").append(maybe());
    }
    return text.toString();
  }

  private static String shown(String line) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\t') {
        shown.append(" ".repeat(TAB));
      } else {
        shown.append(Characters.hidden(c) ? '\ufffd' : c);
      }
    }
    return shown.toString();
  }
}
