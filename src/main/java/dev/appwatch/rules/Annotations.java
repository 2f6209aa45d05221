package dev.appwatch.rules;

import dev.appwatch.drl.Place;
import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The annotations of one rule, and what to say about each. */
final class Annotations {

  private final RuleNode rule;
  private final RuleFile file;
  private final List<RuleProblem> problems;
  private final Map<String, RuleNode.Annotation> values = new LinkedHashMap<>();

  Annotations(RuleNode rule, RuleFile file, List<RuleProblem> problems) {
    this.rule = rule;
    this.file = file;
    this.problems = problems;
    for (RuleNode.Annotation annotation : rule.annotations()) {
      values.putIfAbsent(annotation.name().text(), annotation);
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Set<String> names() {
    return values.keySet();
  }

  String value(String name, String otherwise) {
    RuleNode.Annotation annotation = values.get(name);
    return annotation == null || !annotation.whole() ? otherwise : annotation.value();
  }

  /** Adds a problem of the value of an annotation, or of the whole rule where it is missing. */
  void refuse(String name, String message) {
    RuleNode.Annotation annotation = values.get(name);
    if (annotation != null && !annotation.whole()) {
      return; // its problem is told already
    }
    problems.add(
        file.problem("card", annotation == null ? ruleName() : annotation.valuePlace(), message));
  }

  /** Adds a warning about the value of an annotation. */
  void warn(String name, String message) {
    RuleNode.Annotation annotation = values.get(name);
    if (annotation != null) {
      problems.add(file.warning("fill-in", annotation.valuePlace(), message));
    }
  }

  /** Adds a problem of an annotation that does not belong there. */
  void refuseName(String name, String message) {
    RuleNode.Annotation annotation = values.get(name);
    problems.add(
        file.problem(
            "annotation", annotation == null ? ruleName() : annotation.name().place(), message));
  }

  private Place ruleName() {
    return rule.name().place();
  }
}
