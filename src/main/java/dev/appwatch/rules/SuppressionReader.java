package dev.appwatch.rules;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.text.NearWord;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what the rules of {@code drl/suppression} state: a cover, or an objection. */
final class SuppressionReader {

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]*");
  private static final List<String> KNOWN = List.of("cover", "objection", "missedBy");

  private SuppressionReader() {}

  static List<SuppressionRule> read(RuleFile file, RuleTree tree, List<RuleProblem> problems) {
    List<SuppressionRule> rules = new ArrayList<>();
    for (RuleNode rule : tree.rules()) {
      Annotations own = new Annotations(rule, file, problems);
      for (String name : own.names()) {
        if (!KNOWN.contains(name)) {
          own.refuseName(
              name,
              "there is no annotation (@%s) here.%s".formatted(name, NearWord.maybe(name, KNOWN)));
        }
      }
      boolean cover = own.has("cover");
      if (cover == own.has("objection")) {
        own.refuse(
            "",
            "the rule (%s) must have one of the annotations @cover and @objection."
                .formatted(rule.name().text()));
        continue;
      }
      String kind = cover ? "cover" : "objection";
      String code = own.value(kind, "");
      String missedBy = own.value("missedBy", "");
      if (!CODE.matcher(code).matches()) {
        own.refuse(
            kind, "the code (%s) must be in capitals.\n    Maybe OUTSIDE_WINDOW.".formatted(code));
      }
      if (!cover && missedBy.isBlank()) {
        own.refuse(
            "missedBy",
            "the objection (%s) must say which dimension was missed.\n    Maybe @missedBy(\"time\")."
                .formatted(code));
      }
      if (!rule.then().method().text().equals(cover ? "cover" : "object")) {
        problems.add(
            file.problem(
                "consequence",
                rule.then().method().place(),
                "a rule with @%s must state it.\n    Maybe decisions.%s."
                    .formatted(kind, cover ? "cover" : "object")));
      }
      rules.add(new SuppressionRule(rule.name().text(), cover, code, missedBy));
    }
    return rules;
  }
}
