package dev.appwatch.drl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Makes the corrections that need no asking. */
public final class Fixer {

  private Fixer() {}

  /**
   * Returns a text with the corrections of its problems. Of two that touch the same place the first
   * one is made; what remains shows up when the text is checked again.
   */
  public static String fixed(String text, List<RuleProblem> problems) {
    List<Fix> fixes = new ArrayList<>();
    problems.stream()
        .flatMap(problem -> problem.fixes().stream())
        .distinct()
        .sorted(Comparator.comparingInt(Fix::offset).thenComparingInt(Fix::length))
        .forEach(fixes::add);
    StringBuilder fixed = new StringBuilder();
    int at = 0;
    int inserted = -1;
    for (Fix fix : fixes) {
      if (fix.offset() < at || (fix.length() == 0 && fix.offset() == inserted)) {
        continue;
      }
      fixed.append(text, at, fix.offset()).append(fix.replacement());
      at = fix.offset() + fix.length();
      inserted = fix.length() == 0 ? fix.offset() : inserted;
    }
    return fixed.append(text, at, text.length()).toString();
  }
}
