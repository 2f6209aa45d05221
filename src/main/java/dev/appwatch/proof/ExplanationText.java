package dev.appwatch.proof;

import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Position;
import dev.appwatch.proof.Answer.Line;
import dev.appwatch.proof.Answer.Truth;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.SuppressionRule;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tells an explanation to people. */
public final class ExplanationText {

  private static final int NEAREST = 3;
  private static final String INDENT = "  ";

  private final RuleBook book;
  private final Predicate<Answer> wanted;
  private final Predicate<String> rows;
  private final boolean chosen;

  /**
   * Makes a writer.
   *
   * @param wanted the rules to tell about
   * @param rows the rows whose findings are told
   * @param chosen whether somebody asked for them; otherwise those that held are told, and the few
   *     that came nearest
   */
  public ExplanationText(
      RuleBook book, Predicate<Answer> wanted, Predicate<String> rows, boolean chosen) {
    this.book = book;
    this.wanted = wanted;
    this.rows = rows;
    this.chosen = chosen;
  }

  /** Returns the lines about one event. */
  public List<String> of(Event event, Explanation explanation) {
    List<String> lines = new java.util.ArrayList<>();
    Position position = event.header().position();
    lines.add(
        "record %d of %s: %s, %s"
            .formatted(
                position.record(),
                position.source(),
                event.header().operation().strip(),
                event.header().time() == null ? "at a time unknown" : event.header().time()));
    lines.add(INDENT + means(event, explanation));
    if (chosen) {
      explanation.answers().stream().filter(wanted).forEach(answer -> tell(answer, lines));
    } else {
      List<Answer> held = explanation.answers().stream().filter(Answer::held).toList();
      held.forEach(answer -> tell(answer, lines));
      List<Answer> nearest = explanation.nearest(NEAREST);
      if (!nearest.isEmpty()) {
        lines.add(INDENT + "nearest rules that did not hold:");
        nearest.forEach(answer -> tell(answer, lines));
      }
    }
    explanation.findings().stream()
        .filter(finding -> rows.test(finding.rule()))
        .forEach(finding -> tell(finding, explanation, lines));
    lines.add("");
    return lines;
  }

  private static String means(Event event, Explanation explanation) {
    if (explanation.facts().isEmpty()) {
      return "it means nothing that a rule asks for (%s)"
          .formatted(event.getClass().getSimpleName());
    }
    Set<String> types = new LinkedHashSet<>();
    explanation.facts().forEach(fact -> types.add(fact.getClass().getSimpleName()));
    return "it means " + String.join(", ", types);
  }

  private static void tell(Answer answer, List<String> lines) {
    Line first = answer.firstFailed();
    String outcome =
        answer.held()
            ? "holds"
            : answer.fact() == null
                ? "was not asked: the record means nothing of the type that it asks for"
                : "does not hold, %d of %d conditions failed"
                    .formatted(answer.failed(), answer.conditions().size());
    lines.add(INDENT + "\"" + answer.rule() + "\" " + about(answer) + outcome);
    for (Line line : answer.conditions()) {
      tell(line, line.equals(first) && answer.fact() != null, 2, lines);
    }
  }

  /** One record may mean several things of a kind, told apart by their key. */
  private static String about(Answer answer) {
    return answer.fact() instanceof Observation observation && !observation.basis().key().isBlank()
        ? "[" + observation.basis().key() + "] "
        : "";
  }

  private static void tell(Line line, boolean first, int depth, List<String> lines) {
    String saw = line.saw() == null || line.truth() == Truth.UNKNOWN ? "" : "   was " + line.saw();
    lines.add(
        "%s%-8s%s%s%s"
            .formatted(
                INDENT.repeat(depth),
                line.truth().word(),
                line.check().text(),
                saw,
                first ? "   <- the first that failed, line " + line.check().place().line() : ""));
    line.parts().forEach(part -> tell(part, false, depth + 1, lines));
  }

  private void tell(Finding finding, Explanation explanation, List<String> lines) {
    lines.add(
        INDENT
            + "finding %s %s %s: %s, %s"
                .formatted(
                    finding.id(),
                    finding.rule(),
                    finding.risk().word(),
                    finding.disposition().word(),
                    finding.decision().reason()));
    if (!finding.reasons().isEmpty()) {
      lines.add(INDENT.repeat(2) + "reasons " + String.join(", ", finding.reasons()));
    }
    if (!finding.floor().isEmpty()) {
      lines.add(
          INDENT.repeat(2)
              + "no approval can cover it: on the floor by "
              + String.join(", ", finding.floor()));
    }
    List<Answer> said = explanation.approvals().get(finding.id());
    if (said == null) {
      return;
    }
    if (said.isEmpty()) {
      lines.add(INDENT.repeat(2) + "no approval comes near it in time, application or actor");
    }
    Map<Approval, List<Answer>> byApproval =
        said.stream()
            .filter(answer -> answer.fact() instanceof Approval)
            .collect(
                Collectors.groupingBy(
                    answer -> (Approval) answer.fact(), LinkedHashMap::new, Collectors.toList()));
    byApproval.forEach((approval, answers) -> tell(approval, answers, lines));
  }

  private void tell(Approval approval, List<Answer> answers, List<String> lines) {
    Set<String> missed = new TreeSet<>();
    Set<String> covers = new TreeSet<>();
    for (Answer answer : answers) {
      if (answer.held()) {
        SuppressionRule rule = book.suppressionRule(answer.rule());
        if (rule.cover()) {
          covers.add(rule.code());
        } else {
          missed.add(rule.missedBy() + " (" + rule.code() + ")");
        }
      }
    }
    lines.add(
        INDENT.repeat(2)
            + approval.id()
            + (missed.isEmpty() ? "" : " missed by " + String.join(", ", missed))
            + (covers.isEmpty() ? "" : " covers: " + String.join(", ", covers)));
    for (Answer answer : answers) {
      SuppressionRule rule = book.suppressionRule(answer.rule());
      if (rule.cover() && !answer.held() && missed.isEmpty()) {
        tell(answer, lines);
      } else if (!rule.cover() && answer.held()) {
        lines.add(INDENT.repeat(3) + rule.missedBy() + ": " + saw(answer));
      }
    }
  }

  /** An objection says what it saw: its own condition would read the other way round. */
  private static String saw(Answer answer) {
    return answer.conditions().stream()
        .map(
            line ->
                line.saw() == null
                    ? line.check().text()
                    : line.check().member() + " was " + line.saw())
        .collect(Collectors.joining(", "));
  }
}
