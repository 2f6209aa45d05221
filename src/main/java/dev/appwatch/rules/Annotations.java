package dev.appwatch.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.drools.drl.ast.descr.AnnotationDescr;
import org.drools.drl.ast.descr.RuleDescr;
import org.jspecify.annotations.Nullable;

/**
 * Reads the annotations of a rule. Every value is one quoted string, because the engine reads
 * anything else as arithmetic, octal numbers or not at all.
 */
final class Annotations {

  private Annotations() {}

  /** Returns the values by name, without quotes; whatever is no quoted string is a problem. */
  static Map<String, String> of(RuleDescr rule, RuleFile file, List<RuleProblem> problems) {
    Map<String, String> values = new LinkedHashMap<>();
    for (AnnotationDescr annotation : rule.getAnnotations()) {
      String name = annotation.getName();
      Object single = annotation.getSingleValue();
      String text = single == null ? null : unquoted(single.toString());
      if (text == null) {
        problems.add(
            file.problem(
                rule.getLine(),
                0,
                "the annotation (@%s) must hold one quoted string.\n    Maybe @%s(\"…\")."
                    .formatted(name, name)));
      } else if (values.put(name, text) != null) {
        problems.add(
            file.problem(
                rule.getLine(), 0, "the annotation (@%s) is there twice.".formatted(name)));
      }
    }
    return values;
  }

  private static @Nullable String unquoted(String value) {
    String text = value.strip();
    if (text.length() < 2 || text.charAt(0) != '"' || !text.endsWith("\"")) {
      return null;
    }
    return text.substring(1, text.length() - 1).replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
