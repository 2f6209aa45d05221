package dev.appwatch.drl;

import dev.appwatch.drl.RuleProblem.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A rule file of a pack.
 *
 * @param name path relative to the pack, with slashes
 * @param text its content, without a byte order mark
 */
public record RuleFile(String name, String text) {

  private static final char REPLACEMENT = '\ufffd';

  /**
   * Reads a file. Bytes that are no UTF-8 become replacement characters, which no check lets pass.
   */
  public static RuleFile read(Path pack, Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.UTF_8);
      if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)
          && text.indexOf(REPLACEMENT) < 0) {
        text = REPLACEMENT + text;
      }
      String name = pack.relativize(file).toString().replace('\\', '/');
      return new RuleFile(name, text.startsWith("\ufeff") ? text.substring(1) : text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a problem of the whole file. */
  public RuleProblem problem(String lint, String message) {
    return problem(lint, 0, 0, message);
  }

  /** Returns a problem of a line and column, each from 1, or 0 when unknown. */
  public RuleProblem problem(String lint, int line, int column, String message) {
    String excerpt = excerpt(line);
    int shown = column > 0 && column <= excerpt.length() + 1 ? column : 0;
    return new RuleProblem(
        name, Math.max(line, 0), shown, 0, Severity.ERROR, lint, message, excerpt, List.of());
  }

  /** Returns a problem of a place. */
  public RuleProblem problem(String lint, Place place, String message, Fix... fixes) {
    return at(place, Severity.ERROR, lint, message, fixes);
  }

  /** Returns something of a place to look at. */
  public RuleProblem warning(String lint, Place place, String message, Fix... fixes) {
    return at(place, Severity.WARNING, lint, message, fixes);
  }

  private RuleProblem at(
      Place place, Severity severity, String lint, String message, Fix... fixes) {
    return new RuleProblem(
        name,
        place.line(),
        place.column(),
        place.length(),
        severity,
        lint,
        message,
        excerpt(place.line()),
        List.of(fixes));
  }

  private String excerpt(int line) {
    return line <= 0 ? "" : text.lines().skip(line - 1L).findFirst().orElse("");
  }
}
