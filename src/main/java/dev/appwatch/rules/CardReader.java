package dev.appwatch.rules;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import dev.appwatch.model.RuleCard;
import dev.appwatch.text.NearWord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the annotations of a rule file: the row's card from its first rule, and what each rule
 * contributes.
 */
final class CardReader {

  private static final Pattern TECHNIQUE = Pattern.compile("T[0-9]{4}(\\.[0-9]{3})?");
  private static final Pattern REASON = Pattern.compile("[A-Z][A-Z0-9_]*");
  private static final Pattern RISK = Pattern.compile("(?i)low|medium|high");
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
  private static final Set<String> OPTIONAL =
      Set.of("row", "suppressible", "disposition", "reason");
  private static final Set<String> CLAUSE = Set.of("reason", "risk", "disposition", "summary");

  private final RuleFile file;
  private final List<RuleProblem> problems;

  CardReader(RuleFile file, List<RuleProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  List<Clause> read(RuleTree tree) {
    List<RuleNode> rules = tree.rules();
    if (rules.isEmpty()) {
      return List.of();
    }
    Annotations first = new Annotations(rules.get(0), file, problems);
    for (String name : CARD) {
      if (!first.has(name)) {
        first.refuse(name, "the first rule of the file has no annotation (@%s).".formatted(name));
      }
    }
    for (String name : first.names()) {
      if (!CARD.contains(name) && !OPTIONAL.contains(name)) {
        List<String> known = new ArrayList<>(CARD);
        known.addAll(OPTIONAL);
        first.refuseName(
            name, "there is no annotation (@%s).%s".formatted(name, NearWord.maybe(name, known)));
      }
    }
    for (String name : first.names()) {
      String value = first.value(name, "");
      if (value.contains("fill in") || value.equals("T0000")) {
        first.warn(name, "the annotation (@%s) is still to be filled in.".formatted(name));
      }
    }
    RuleCard card = card(first);
    List<Clause> clauses = new ArrayList<>();
    clauses.add(clause(rules.get(0), first, card, first));
    for (RuleNode rule : rules.subList(1, rules.size())) {
      Annotations own = new Annotations(rule, file, problems);
      refuseUnknown(own);
      clauses.add(clause(rule, own, card, first));
    }
    return clauses;
  }

  private static void refuseUnknown(Annotations own) {
    for (String name : own.names()) {
      if (!CLAUSE.contains(name)) {
        own.refuseName(
            name,
            (CARD.contains(name) || OPTIONAL.contains(name)
                        ? "the annotation (@%s) belongs to the first rule of the file."
                        : "there is no annotation (@%s).")
                    .formatted(name)
                + "\n    Maybe one of @reason, @risk, @disposition, @summary.");
      }
    }
  }

  private RuleCard card(Annotations first) {
    String id = first.value("id", "");
    String stem = file.name().substring(file.name().lastIndexOf('/') + 1);
    if (first.has("id") && (!RuleCard.ID.matcher(id).matches() || !stem.startsWith(id + "-"))) {
      first.refuse(
          "id",
          "the id (%s) must look like APP-CRED-01 and begin the file's name (%s)."
              .formatted(id, stem));
    }
    int row = 0; // a rule of one's own is no row of the guide
    String written = first.value("row", "0");
    if (written.matches("[0-9]{1,3}")) {
      row = Integer.parseInt(written);
    } else {
      first.refuse(
          "row",
          "the row (%s) must be a number in quotes.\n    Maybe @row(\"1\").".formatted(written));
    }
    List<String> attack = parts(first.value("attack", ""), ",");
    for (String technique : attack) {
      if (!TECHNIQUE.matcher(technique).matches()) {
        first.refuse(
            "attack", "the technique (%s) must look like T1098 or T1098.001.".formatted(technique));
      }
    }
    return new RuleCard(
        id,
        row,
        first.value("title", ""),
        first.value("risk", ""),
        first.value("source", ""),
        attack,
        first.value("why", ""),
        parts(first.value("falsePositives", ""), "\\|"),
        parts(first.value("response", ""), "\\|"),
        suppressible(first),
        file.name());
  }

  private static boolean suppressible(Annotations first) {
    String word = first.value("suppressible", "no");
    if (!word.equals("yes") && !word.equals("no")) {
      first.refuse(
          "suppressible", "the value (%s) of @suppressible must be yes or no.".formatted(word));
    }
    return word.equals("yes");
  }

  private static Clause clause(RuleNode rule, Annotations own, RuleCard card, Annotations first) {
    String risk = own.value("risk", first.value("risk", ""));
    Matcher word = RISK.matcher(risk);
    Optional<Risk> stated = word.find() ? Risk.named(word.group()) : Optional.empty();
    if (stated.isEmpty() && (own.has("risk") || first.has("risk"))) {
      own.refuse("risk", "the risk (%s) must be low, medium or high.".formatted(risk));
    }
    String disposition = own.value("disposition", "alert");
    Optional<Disposition> named = Disposition.named(disposition);
    if (named.isEmpty()) {
      own.refuse(
          "disposition",
          "the disposition (%s) must be alert, suppressed or informational."
              .formatted(disposition));
    }
    List<String> reasons = parts(own.value("reason", ""), ",");
    for (String reason : reasons) {
      if (!REASON.matcher(reason).matches()) {
        own.refuse(
            "reason",
            "the reason (%s) must be in capitals.\n    Maybe OFF_HOURS.".formatted(reason));
      }
    }
    return new Clause(
        rule.name().text(),
        card,
        stated.orElse(Risk.HIGH),
        named.orElse(Disposition.ALERT),
        reasons,
        own.value("summary", first.value("summary", "")));
  }

  private static List<String> parts(String text, String separator) {
    return Arrays.stream(text.split(separator))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }
}
