package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the findings that a scenario expects. */
final class ExpectationReader {

  private static final Set<String> EXPECTED =
      Set.of("rule", "risk", "disposition", "reasons", "decision", "change");

  private final String title;
  private final ScenarioFileReader reader;

  ExpectationReader(String title, ScenarioFileReader reader) {
    this.title = title;
    this.reader = reader;
  }

  List<Expectation> read(Part expect) {
    List<Expectation> expected = new ArrayList<>();
    if (!expect.value().isArray()) {
      reader.problem(
          expect,
          "what \"%s\" expects (expect) must be a list.".formatted(title),
          "[] where nothing at all is raised");
    }
    for (Part finding : expect.elements()) {
      if (reader.isObject(finding, "a finding expected", "with rule, risk and disposition")) {
        expected.add(finding(finding));
      }
    }
    return expected;
  }

  private Expectation finding(Part finding) {
    reader.known("a finding expected by \"" + title + "\"", finding, EXPECTED);
    String rule = text(finding, "rule", "the id of a row, for example APP-CRED-01");
    String risk = text(finding, "risk", "high");
    String disposition = text(finding, "disposition", "alert");
    if (!risk.isEmpty() && Risk.named(risk).isEmpty()) {
      reader.problem(
          finding.member("risk"),
          "the risk (%s) must be low, medium or high.".formatted(risk),
          "it is misspelt");
    }
    if (!disposition.isEmpty() && Disposition.named(disposition).isEmpty()) {
      reader.problem(
          finding.member("disposition"),
          "the disposition (%s) must be alert, suppressed or informational.".formatted(disposition),
          "it is misspelt");
    }
    return new Expectation(
        rule,
        risk,
        disposition,
        reasons(finding.member("reasons")),
        open(finding.member("decision")),
        open(finding.member("change")));
  }

  private String text(Part finding, String name, String example) {
    Part member = finding.member(name);
    String text = member.value().isTextual() ? member.value().asText() : "";
    if (text.isBlank()) {
      reader.problem(
          member,
          "a finding expected must have a %s.".formatted(name),
          "%s: %s".formatted(name, example));
    }
    return text;
  }

  private List<String> reasons(Part reasons) {
    List<String> codes = new ArrayList<>();
    boolean list = reasons.value().isArray() || !reasons.there();
    for (JsonNode code : reasons.value()) {
      list &= code.isTextual();
      codes.add(code.asText());
    }
    if (!list) {
      reader.problem(reasons, "the reasons must be a list of codes.", "[OFF_HOURS]");
    }
    return codes;
  }

  /** What is not written is left open; what is written as null is expected to be nothing. */
  private @Nullable String open(Part part) {
    if (!part.there()) {
      return null;
    }
    if (!part.value().isTextual() && !part.value().isNull()) {
      reader.problem(
          part,
          "the value (%s) must be text.".formatted(part.value()),
          "null where none is expected");
    }
    return part.value().isNull() ? Expectation.NONE : part.value().asText();
  }
}
