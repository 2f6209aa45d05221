package dev.appwatch.cli;

import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.proof.Answer;
import dev.appwatch.proof.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Tells an explanation to programs: one JSON object for each record. */
final class ExplanationJson {

  private ExplanationJson() {}

  static Map<String, Object> of(Event event, Explanation explanation, Predicate<Answer> wanted) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", event.header().position().source());
    tree.put("record", event.header().position().record());
    tree.put("operation", event.header().operation());
    tree.put(
        "means",
        explanation.facts().stream().map(fact -> fact.getClass().getSimpleName()).toList());
    tree.put(
        "rules",
        explanation.answers().stream().filter(wanted).map(ExplanationJson::answer).toList());
    List<Object> findings = new ArrayList<>();
    explanation
        .findings()
        .forEach(
            finding -> {
              Map<String, Object> shown = new LinkedHashMap<>();
              shown.put("id", finding.id());
              shown.put("rule", finding.rule());
              shown.put("risk", finding.risk().word());
              shown.put("disposition", finding.disposition().word());
              shown.put("reasons", finding.reasons());
              shown.put("decision", finding.decision().reason());
              shown.put("floor", finding.floor());
              shown.put(
                  "approvals",
                  explanation.approvals().getOrDefault(finding.id(), List.of()).stream()
                      .map(ExplanationJson::answer)
                      .toList());
              findings.add(shown);
            });
    tree.put("findings", findings);
    return tree;
  }

  private static Map<String, Object> answer(Answer answer) {
    Map<String, Object> tree = new LinkedHashMap<>();
    if (answer.fact() instanceof Approval approval) {
      tree.put("approval", approval.id());
    } else {
      tree.put("row", answer.row());
    }
    tree.put("rule", answer.rule());
    tree.put("asked", answer.fact() != null);
    tree.put("held", answer.held());
    tree.put("failed", answer.failed());
    tree.put("conditions", answer.conditions().stream().map(ExplanationJson::line).toList());
    return tree;
  }

  private static Map<String, Object> line(Answer.Line line) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("condition", line.check().text());
    tree.put("file", line.check().file());
    tree.put("line", line.check().place().line());
    tree.put("column", line.check().place().column());
    tree.put("truth", line.truth().word());
    if (line.saw() != null) {
      tree.put("saw", line.saw());
    }
    if (!line.parts().isEmpty()) {
      tree.put("parts", line.parts().stream().map(ExplanationJson::line).toList());
    }
    return tree;
  }
}
