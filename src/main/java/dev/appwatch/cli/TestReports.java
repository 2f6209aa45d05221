package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.scenario.Difference;
import dev.appwatch.scenario.Expectation;
import dev.appwatch.scenario.ScenarioResult;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells how scenarios ended, to people and to programs. */
final class TestReports {

  private TestReports() {}

  static void text(TestRun run, PrintWriter out) {
    for (TestRun.Result one : run.results()) {
      if (!one.result().passed()) {
        failure(run.suite(), one.result(), out);
      }
    }
    run.laws().forEach(law -> law.lines().forEach(line -> out.println(SafeText.of(line))));
    counts(run, out);
    out.flush();
  }

  static void failure(ScenarioSuite suite, ScenarioResult result, PrintWriter out) {
    out.printf(
        "%s %s: %s%n",
        result.problem() == null ? "FAILED" : "REFUSED",
        SafeText.of(suite.place(result.scenario())),
        SafeText.of(result.scenario().name()));
    result.lines().forEach(line -> out.println("    " + SafeText.of(line)));
  }

  static void counts(TestRun run, PrintWriter out) {
    int refused = run.refused().size();
    out.printf(
        "%d scenarios passed, %d failed%s.%n",
        run.passed(),
        run.failed().size(),
        refused == 0 ? "" : ", %d could not be judged".formatted(refused));
  }

  static void json(TestRun run, PrintWriter out) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("schema", "appwatch.test/1");
    tree.put("pack", run.suite().digest());
    tree.put("passed", run.passed());
    tree.put("failed", run.failed().size());
    tree.put("refused", run.refused().size());
    tree.put("laws", run.laws());
    tree.put("scenarios", run.results().stream().map(one -> members(run.suite(), one)).toList());
    TextOrJson.write(tree, out);
  }

  private static Map<String, @Nullable Object> members(ScenarioSuite suite, TestRun.Result one) {
    ScenarioResult result = one.result();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("file", suite.file(result.scenario()).toString().replace('\\', '/'));
    members.put("line", result.scenario().line());
    members.put("name", result.scenario().name());
    members.put("row", one.row());
    members.put(
        "outcome", result.passed() ? "passed" : result.problem() == null ? "failed" : "refused");
    members.put("problem", result.problem());
    List<Map<String, @Nullable Object>> differences = new ArrayList<>();
    for (Difference difference : result.differences()) {
      Map<String, @Nullable Object> sides = new LinkedHashMap<>();
      sides.put("expected", finding(difference.expected()));
      sides.put("raised", finding(difference.raised()));
      differences.add(sides);
    }
    members.put("differences", differences);
    return members;
  }

  private static @Nullable Map<String, @Nullable Object> finding(@Nullable Expectation finding) {
    if (finding == null) {
      return null;
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("rule", finding.rule());
    members.put("risk", finding.risk());
    members.put("disposition", finding.disposition());
    members.put("reasons", finding.reasons());
    if (finding.decision() != null) {
      members.put("decision", finding.decision());
    }
    if (finding.change() != null) {
      members.put("change", finding.change().isEmpty() ? null : finding.change());
    }
    return members;
  }
}
