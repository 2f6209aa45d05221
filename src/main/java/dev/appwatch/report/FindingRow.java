package dev.appwatch.report;

import dev.appwatch.model.Finding;
import dev.appwatch.model.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A finding as the cells of a table, each of which fits onto one line. */
final class FindingRow {

  /** Names of the columns, in their order. */
  static final List<String> COLUMNS =
      List.of(
          "time",
          "risk",
          "disposition",
          "rule",
          "title",
          "summary",
          "actor",
          "actorId",
          "ip",
          "tenant",
          "targets",
          "reasons",
          "decision",
          "change",
          "seenIn",
          "id");

  private static final int MOST_CHARACTERS = 2_000;

  private FindingRow() {}

  /** Returns the texts of the cells as the finding holds them, by column. */
  static Map<String, String> of(Finding finding) {
    Map<String, String> cells = new LinkedHashMap<>();
    cells.put("time", finding.time().toString());
    cells.put("risk", finding.risk().word());
    cells.put("disposition", finding.disposition().word());
    cells.put("rule", finding.rule());
    cells.put("title", finding.title());
    cells.put("summary", finding.summary());
    cells.put("actor", finding.actor().label());
    cells.put("actorId", or(finding.actor().id()));
    cells.put("ip", or(finding.actor().ip()));
    cells.put("tenant", or(finding.tenant()));
    cells.put("targets", joined(finding.targets().stream().map(Target::label).toList()));
    cells.put("reasons", joined(finding.reasons()));
    cells.put("decision", finding.decision().reason());
    cells.put("change", or(finding.decision().change()));
    cells.put(
        "seenIn",
        joined(finding.events().stream().map(e -> e.source() + ":" + e.record()).toList()));
    cells.put("id", finding.id());
    return cells;
  }

  /** Returns the text as it may be shown: without control characters, and not too long. */
  static String shown(String text) {
    return SafeText.of(text, MOST_CHARACTERS);
  }

  private static String joined(List<String> texts) {
    return texts.stream().collect(Collectors.joining(" | "));
  }

  private static String or(@Nullable String text) {
    return text == null ? "" : text;
  }
}
