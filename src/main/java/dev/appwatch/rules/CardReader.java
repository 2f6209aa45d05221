package dev.appwatch.rules;

import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import dev.appwatch.model.RuleCard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.drl.ast.descr.PackageDescr;
import org.drools.drl.ast.descr.RuleDescr;

/**
 * Reads the annotations of a rule file: the row's card from its first rule, and what each rule
 * contributes.
 */
final class CardReader {

  private static final Pattern ID = Pattern.compile("[A-Z]+(-[A-Z]+)*-[0-9]{2}");
  private static final List<String> CARD =
      List.of(
          "id",
          "title",
          "risk",
          "source",
          "attack",
          "summary",
          "why",
          "falsePositives",
          "response");
  private static final Set<String> CLAUSE = Set.of("reason", "risk", "disposition", "summary");

  private final RuleFile file;
  private final List<RuleProblem> problems;

  CardReader(RuleFile file, List<RuleProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  List<Clause> read(PackageDescr tree) {
    List<RuleDescr> rules = tree.getRules();
    if (rules.isEmpty()) {
      return List.of();
    }
    RuleDescr first = rules.get(0);
    Map<String, String> annotations = Annotations.of(first, file, problems);
    for (String name : CARD) {
      if (!annotations.containsKey(name)) {
        problems.add(
            file.problem(
                first.getLine(),
                0,
                "the first rule of the file has no annotation (@%s).".formatted(name)));
      }
    }
    RuleCard card = card(annotations, first);
    List<Clause> clauses = new ArrayList<>();
    clauses.add(clause(first, annotations, card, annotations));
    for (RuleDescr rule : rules.subList(1, rules.size())) {
      Map<String, String> own = Annotations.of(rule, file, problems);
      refuseUnknown(rule, own);
      clauses.add(clause(rule, own, card, annotations));
    }
    return clauses;
  }

  private void refuseUnknown(RuleDescr rule, Map<String, String> own) {
    for (String name : own.keySet()) {
      if (!CLAUSE.contains(name)) {
        problems.add(
            file.problem(
                rule.getLine(),
                0,
                "the annotation (@%s) belongs to the first rule of the file.\n    Maybe one of @reason, @risk, @disposition, @summary."
                    .formatted(name)));
      }
    }
  }

  private RuleCard card(Map<String, String> annotations, RuleDescr rule) {
    String id = annotations.getOrDefault("id", "");
    String stem = file.name().substring(file.name().lastIndexOf('/') + 1);
    if (!ID.matcher(id).matches() || !stem.startsWith(id + "-")) {
      problems.add(
          file.problem(
              rule.getLine(),
              0,
              "the id (%s) must look like APP-CRED-01 and begin the file's name (%s)."
                  .formatted(id, stem)));
    }
    int row = 0; // a rule of one's own is no row of the guide
    try {
      row = Integer.parseInt(annotations.getOrDefault("row", "0"));
    } catch (NumberFormatException e) {
      problems.add(
          file.problem(
              rule.getLine(),
              0,
              "the row (%s) must be a number in quotes, for example @row(\"1\")."
                  .formatted(annotations.getOrDefault("row", ""))));
    }
    return new RuleCard(
        id,
        row,
        annotations.getOrDefault("title", ""),
        annotations.getOrDefault("risk", ""),
        annotations.getOrDefault("source", ""),
        parts(annotations.getOrDefault("attack", ""), ","),
        annotations.getOrDefault("why", ""),
        parts(annotations.getOrDefault("falsePositives", ""), "\\|"),
        parts(annotations.getOrDefault("response", ""), "\\|"),
        suppressible(annotations.getOrDefault("suppressible", "no"), rule),
        file.name());
  }

  private boolean suppressible(String word, RuleDescr rule) {
    if (!word.equals("yes") && !word.equals("no")) {
      problems.add(
          file.problem(
              rule.getLine(),
              0,
              "the value (%s) of @suppressible must be yes or no.".formatted(word)));
    }
    return word.equals("yes");
  }

  private Clause clause(
      RuleDescr rule, Map<String, String> own, RuleCard card, Map<String, String> first) {
    String risk = own.getOrDefault("risk", first.getOrDefault("risk", ""));
    Matcher word = Pattern.compile("(?i)low|medium|high").matcher(risk);
    Optional<Risk> stated = word.find() ? Risk.named(word.group()) : Optional.empty();
    if (stated.isEmpty()) {
      problems.add(
          file.problem(
              rule.getLine(), 0, "the risk (%s) must be low, medium or high.".formatted(risk)));
    }
    String disposition = own.getOrDefault("disposition", "alert");
    Optional<Disposition> named = Disposition.named(disposition);
    if (named.isEmpty()) {
      problems.add(
          file.problem(
              rule.getLine(),
              0,
              "the disposition (%s) must be alert, suppressed or informational."
                  .formatted(disposition)));
    }
    return new Clause(
        rule.getName(),
        card,
        stated.orElse(Risk.HIGH),
        named.orElse(Disposition.ALERT),
        parts(own.getOrDefault("reason", ""), ","),
        own.getOrDefault("summary", first.getOrDefault("summary", "")));
  }

  private static List<String> parts(String text, String separator) {
    return Arrays.stream(text.split(separator))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
