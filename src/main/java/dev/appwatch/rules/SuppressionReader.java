package dev.appwatch.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;

/** Reads what the rules of {@code drl/suppression} state: a cover, or an objection. */
final class SuppressionReader {

  /** The folder whose rules decide about findings instead of raising them. */
  static final String FOLDER = "drl/suppression/";

  private static final Pattern CODE = Pattern.compile("[A-Z][A-Z_]*");

  private SuppressionReader() {}

  static List<SuppressionRule> read(RuleFile file, PackageDescr tree, List<RuleProblem> problems) {
    List<SuppressionRule> rules = new ArrayList<>();
    for (RuleDescr rule : tree.getRules()) {
      Map<String, String> own = Annotations.of(rule, file, problems);
      String cover = own.remove("cover");
      String objection = own.remove("objection");
      String missedBy = own.remove("missedBy");
      if ((cover == null) == (objection == null)) {
        problems.add(
            file.problem(
                rule.getLine(),
                0,
                "the rule (%s) must have one of the annotations @cover and @objection."
                    .formatted(rule.getName())));
        continue;
      }
      String code = cover != null ? cover : String.valueOf(objection);
      if (!CODE.matcher(code).matches()) {
        problems.add(
            file.problem(
                rule.getLine(),
                0,
                "the code (%s) must be in capitals.\n    Maybe OUTSIDE_WINDOW.".formatted(code)));
      }
      if (objection != null && (missedBy == null || missedBy.isBlank())) {
        problems.add(
            file.problem(
                rule.getLine(),
                0,
                "the objection (%s) must say which dimension was missed.\n    Maybe @missedBy(\"time\")."
                    .formatted(code)));
      }
      own.keySet()
          .forEach(
              name ->
                  problems.add(
                      file.problem(
                          rule.getLine(),
                          0,
                          "there is no annotation (@%s) here.\n    Maybe one of @cover, @objection, @missedBy."
                              .formatted(name))));
      rules.add(
          new SuppressionRule(
              rule.getName(), cover != null, code, missedBy == null ? "" : missedBy));
    }
    return rules;
  }
}
