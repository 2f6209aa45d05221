package dev.appwatch.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.drl.RuleProblem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;

/** Problems of rule files for people, for programs, and for code review. */
public enum ProblemFormat {
  /** One problem a paragraph: place, line with a mark, what to try. */
  TEXT,
  /** One JSON array of the problems. */
  JSON,
  /** SARIF 2.1.0, which code review shows at the line. */
  SARIF;

  private static final ObjectMapper JACKSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JACKSON.writerWithDefaultPrettyPrinter();
  private static final String SARIF_SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  /**
   * Returns the problems as text that ends with a line break, empty when there are none and people
   * read it.
   *
   * @param folder what the file names are relative to, with slashes; put before them in SARIF
   */
  public String of(List<RuleProblem> problems, String folder) {
    StringBuilder text = new StringBuilder();
    switch (this) {
      case TEXT ->
          problems.forEach(
              problem ->
                  problem
                      .toString()
                      .lines()
                      .forEach(line -> text.append(SafeText.of(line)).append('\n')));
      case JSON -> text.append(pretty(json(problems))).append('\n');
      case SARIF -> text.append(pretty(sarif(problems, folder))).append('\n');
    }
    return text.toString();
  }

  private static String pretty(Object tree) {
    try {
      return PRETTY.writeValueAsString(tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArrayNode json(List<RuleProblem> problems) {
    ArrayNode array = JACKSON.createArrayNode();
    for (RuleProblem problem : problems) {
      array
          .addObject()
          .put("file", problem.file())
          .put("line", problem.line())
          .put("column", problem.column())
          .put("length", problem.length())
          .put("severity", problem.refuses() ? "error" : "warning")
          .put("lint", problem.lint())
          .put("message", problem.what())
          .put("maybe", problem.maybe())
          .put("fixable", !problem.fixes().isEmpty());
    }
    return array;
  }

  private static ObjectNode sarif(List<RuleProblem> problems, String folder) {
    ObjectNode log = JACKSON.createObjectNode();
    log.put("$schema", SARIF_SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "appwatch");
    ArrayNode rules = driver.putArray("rules");
    TreeSet<String> lints = new TreeSet<>();
    problems.forEach(problem -> lints.add(problem.lint()));
    lints.forEach(lint -> rules.addObject().put("id", lint));
    run.put("columnKind", "utf16CodeUnits");
    ArrayNode results = run.putArray("results");
    for (RuleProblem problem : problems) {
      ObjectNode result = results.addObject();
      result.put("ruleId", problem.lint()).put("level", problem.refuses() ? "error" : "warning");
      result
          .putObject("message")
          .put(
              "text",
              problem.maybe().isEmpty() ? problem.what() : problem.what() + " " + problem.maybe());
      ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
      place
          .putObject("artifactLocation")
          .put("uri", folder.isEmpty() ? problem.file() : folder + "/" + problem.file());
      if (problem.line() > 0) {
        ObjectNode region = place.putObject("region").put("startLine", problem.line());
        if (problem.column() > 0) {
          region.put("startColumn", problem.column());
          region.put("endColumn", problem.column() + Math.max(1, problem.length()));
        }
      }
    }
    return log;
  }
}
