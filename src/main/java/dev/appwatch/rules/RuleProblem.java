package dev.appwatch.rules;

/**
 * One thing in a rule file that its owner has to put right.
 *
 * @param file path relative to the pack
 * @param line line from 1, 0 when the whole file is meant
 * @param column column from 1, 0 when the whole line is meant
 * @param message what is wrong
 * @param excerpt the source line, empty when unknown
 */
public record RuleProblem(String file, int line, int column, String message, String excerpt) {

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
      if (column > 0) {
        text.append(':').append(column);
      }
    }
    text.append(": error: ").append(message);
    if (line > 0 && !excerpt.isBlank()) {
      String number = " " + line + " | ";
      text.append('\n').append(number).append(excerpt);
      if (column > 0) {
        text.append('\n')
            .append(" ".repeat(number.length() - 2))
            .append("| ")
            .append(" ".repeat(column - 1))
            .append('^');
      }
    }
    return text.toString();
  }
}
