package dev.appwatch.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A rule file of a pack.
 *
 * @param name path relative to the pack, with slashes
 * @param text its content
 */
record RuleFile(String name, String text) {

  static RuleFile read(Path pack, Path file) {
    try {
      String name = pack.relativize(file).toString().replace('\\', '/');
      return new RuleFile(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RuleProblem problem(int line, int column, String message) {
    List<String> lines = text.lines().toList();
    String excerpt = line > 0 && line <= lines.size() ? lines.get(line - 1) : "";
    int shown = column > 0 && column <= excerpt.length() + 1 ? column : 0;
    return new RuleProblem(name, Math.max(line, 0), shown, message, excerpt);
  }
}
