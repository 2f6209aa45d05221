package dev.appwatch.drl;

import dev.appwatch.drl.RuleNode.Pattern;
import dev.appwatch.drl.RuleTree.Global;
import dev.appwatch.drl.RuleTree.Named;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.text.NearWord;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds a tree against what rules may name. */
final class TreeCheck {

  private static final String FINDINGS = "dev.appwatch.evaluate.Findings";
  private static final String DECISIONS = "dev.appwatch.evaluate.Decisions";

  private final RuleTree tree;
  private final RuleFile file;
  private final boolean suppression;
  private final Map<String, Set<String>> catalogues;
  private final List<RuleProblem> problems;
  private final Map<String, Class<?>> imported = new HashMap<>();
  private final Set<String> used = new HashSet<>();

  TreeCheck(RuleTree tree, Map<String, Set<String>> catalogues, List<RuleProblem> problems) {
    this.tree = tree;
    this.file = tree.file();
    this.suppression = file.name().startsWith(Gate.SUPPRESSION);
    this.catalogues = catalogues;
    this.problems = problems;
  }

  void check() {
    checkPackage();
    checkImports();
    checkGlobals();
    Map<String, RuleNode> names = new HashMap<>();
    for (RuleNode rule : tree.rules()) {
      RuleNode before = names.put(rule.name().text(), rule);
      if (before != null) {
        add(
            "duplicate-rule",
            rule.name().place(),
            "there is another rule named (%s) on line %d.\n    Maybe give it a name of its own."
                .formatted(rule.name().text(), before.name().place().line()));
      }
      checkParent(rule);
      checkAnnotations(rule);
      checkParts(rule);
    }
    boolean whole = tree.rules().stream().allMatch(RuleNode::whole);
    for (Named name : tree.imports()) {
      String simple = simple(name.text());
      if (whole && imported.containsKey(simple) && !used.contains(simple)) {
        problems.add(
            file.warning(
                "unused-import", name.place(), "the type (%s) is not used.".formatted(simple)));
      }
    }
  }

  private void add(String lint, Place place, String message, Fix... fixes) {
    problems.add(file.problem(lint, place, message, fixes));
  }

  private void checkPackage() {
    Named name = tree.packageName();
    if (!name.text().isEmpty() && !name.text().matches("rules(\\.[a-z][a-z0-9]*)+")) {
      add(
          "package",
          name.place(),
          "the package (%s) must be rules, a dot, and lower-case words.\n    Maybe rules.applications.%s."
              .formatted(name.text(), simple(name.text()).toLowerCase(java.util.Locale.ROOT)));
    }
  }

  private void checkImports() {
    for (Named name : tree.imports()) {
      String simple = simple(name.text());
      Class<?> type = Vocabulary.facts(suppression).get(simple);
      if (type == null) {
        type = Vocabulary.enumeration(simple).orElse(null);
      }
      if (type == null || !name.text().equals(Vocabulary.MODEL + simple)) {
        boolean packageOnly = type != null;
        add(
            "import",
            name.place(),
            packageOnly
                ? "the type (%s) is in another package.\n    Maybe import %s;"
                    .formatted(name.text(), Vocabulary.MODEL + simple)
                : "rules know no type (%s).%s".formatted(name.text(), nearFact(simple)));
        if (type == null) {
          continue;
        }
      }
      imported.put(simple, type);
    }
  }

  private String nearFact(String written) {
    return NearWord.maybe(written, Vocabulary.facts(suppression).keySet());
  }

  private void checkGlobals() {
    for (Global global : tree.globals()) {
      if (!global.type().text().equals(suppression ? DECISIONS : FINDINGS)
          || !global.name().text().equals(ours())) {
        add(
            "global",
            global.type().place().to(global.name().place()),
            "the only global of a rule here is %s.\n    Maybe %s".formatted(ours(), declaration()));
      }
    }
    if (tree.globals().isEmpty() && !tree.rules().isEmpty()) {
      add(
          "global",
          tree.rules().get(0).whole()
              ? tree.rules().get(0).then().global().place()
              : tree.rules().get(0).name().place(),
          "the global (%s) is not declared.\n    Maybe add near the top: %s"
              .formatted(ours(), declaration()),
          Fix.insertAt(tree.rules().get(0).place().offset(), declaration() + "\n\n"));
    }
  }

  private String ours() {
    return suppression ? "decisions" : "findings";
  }

  private String declaration() {
    return "global %s %s;".formatted(suppression ? DECISIONS : FINDINGS, ours());
  }

  private void checkParent(RuleNode rule) {
    Named parent = rule.parent();
    if (parent == null) {
      return;
    }
    if (tree.rule(parent.text()).isEmpty()) {
      List<String> names = tree.rules().stream().map(r -> r.name().text()).toList();
      add(
          "extends",
          parent.place(),
          "there is no rule (%s) in this file to extend.%s"
              .formatted(
                  parent.text(),
                  NearWord.of(parent.text(), names)
                      .map("\n    Maybe \"%s\"."::formatted)
                      .orElse("")));
      return;
    }
    if (tree.parent(tree.lineage(rule).get(0)) != null) {
      add("extends", parent.place(), "the rule (%s) extends itself.".formatted(rule.name().text()));
    }
  }

  private void checkAnnotations(RuleNode rule) {
    Set<String> seen = new HashSet<>();
    for (RuleNode.Annotation annotation : rule.annotations()) {
      if (!seen.add(annotation.name().text())) {
        add(
            "annotation",
            annotation.name().place(),
            "the annotation (@%s) is there twice: the engine would take the first one."
                .formatted(annotation.name().text()));
      }
    }
  }

  private void checkParts(RuleNode rule) {
    Map<String, Class<?>> bound = new LinkedHashMap<>();
    List<RuleNode> lineage = tree.lineage(rule);
    boolean whole = lineage.get(0).parent() == null && lineage.stream().allMatch(RuleNode::whole);
    for (RuleNode part : lineage) {
      for (Pattern pattern : part.patterns()) {
        Class<?> type =
            part.equals(rule)
                ? checkPattern(pattern, bound, whole)
                : Vocabulary.facts(suppression).get(pattern.type().text());
        bind(pattern, type, bound, part.equals(rule));
      }
    }
    if (rule.whole()) {
      checkCall(rule, bound, whole);
    }
  }

  private void bind(
      Pattern pattern, @Nullable Class<?> type, Map<String, Class<?>> bound, boolean own) {
    Named binding = pattern.binding();
    if (binding == null) {
      return;
    }
    if (own && bound.containsKey(binding.text())) {
      add(
          "binding",
          binding.place(),
          "another fact has the name (%s) already.".formatted(binding.text()));
    }
    bound.put(binding.text(), type == null ? Void.class : type);
  }

  private @Nullable Class<?> checkPattern(
      Pattern pattern, Map<String, Class<?>> bound, boolean whole) {
    Named name = pattern.type();
    used.add(name.text());
    Class<?> type = Vocabulary.facts(suppression).get(name.text());
    if (type == null) {
      add(
          "fact-type",
          name.place(),
          "there is no fact (%s) here.%s".formatted(name.text(), nearFact(name.text())));
      return null;
    }
    if (!imported.containsKey(name.text())) {
      add(
          "import",
          name.place(),
          "the type (%s) is not imported.\n    Maybe add near the top: import %s%s;"
              .formatted(name.text(), Vocabulary.MODEL, name.text()),
          Fix.insertAt(
              file.text().indexOf("global") < 0 ? 0 : file.text().indexOf("global"),
              "import %s%s;\n\n".formatted(Vocabulary.MODEL, name.text())));
    }
    new ConditionCheck(
            file, type, Map.copyOf(bound), whole, imported.keySet(), used, catalogues, problems)
        .check(pattern.conditions());
    return type;
  }

  private void checkCall(RuleNode rule, Map<String, Class<?>> bound, boolean whole) {
    RuleNode.Call call = rule.then();
    if (!call.global().text().equals(ours())) {
      add(
          "consequence",
          call.global().place(),
          "there is nothing named (%s) to speak to here.\n    Maybe %s."
              .formatted(call.global().text(), ours()),
          Fix.of(call.global().place(), ours()));
    }
    Set<String> methods = suppression ? Set.of("cover", "object") : Set.of("raise");
    if (!methods.contains(call.method().text())) {
      add(
          "consequence",
          call.method().place(),
          "%s can't (%s).%s"
              .formatted(
                  ours(), call.method().text(), NearWord.maybe(call.method().text(), methods)));
      return;
    }
    List<List<Class<?>>> wanted =
        suppression
            ? List.of(List.of(Finding.class), List.of(Approval.class))
            : List.of(List.of(Observation.class, Event.class));
    if (call.arguments().size() != wanted.size()) {
      add(
          "consequence",
          call.place(),
          "%s.%s names the rule and (%d) %s.\n    Maybe %s"
              .formatted(
                  ours(),
                  call.method().text(),
                  wanted.size(),
                  wanted.size() == 1 ? "fact" : "facts",
                  suppression
                      ? "decisions.object(drools.getRule(), $finding, $approval);"
                      : "findings.raise(drools.getRule(), $change);"));
      return;
    }
    for (int i = 0; i < wanted.size(); i++) {
      Named argument = call.arguments().get(i);
      Class<?> type = bound.get(argument.text());
      if (type == null && whole) {
        add(
            "variable",
            argument.place(),
            "no fact of the rule has the name (%s).%s"
                .formatted(argument.text(), NearWord.maybe(argument.text(), bound.keySet())));
      } else if (type != null
          && type != Void.class
          && wanted.get(i).stream().noneMatch(of -> of.isAssignableFrom(type))) {
        add(
            "consequence",
            argument.place(),
            "the fact (%s) must be %s here, it is %s."
                .formatted(
                    argument.text(),
                    wanted.get(i).stream()
                        .map(of -> "an " + of.getSimpleName())
                        .reduce((a, b) -> a + " or " + b)
                        .orElse("")
                        .replace("an Finding", "a Finding"),
                    type.getSimpleName()));
      }
    }
  }

  private static String simple(String qualified) {
    return qualified.substring(qualified.lastIndexOf('.') + 1);
  }
}
