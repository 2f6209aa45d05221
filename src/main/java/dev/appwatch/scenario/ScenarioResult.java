package dev.appwatch.scenario;

import dev.appwatch.model.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario ended.
 *
 * @param scenario the scenario
 * @param raised the findings that were raised
 * @param differences what is missing, unexpected or other than expected
 * @param problem why the scenario could not be judged, null when it could
 */
public record ScenarioResult(
    Scenario scenario,
    List<Finding> raised,
    List<Difference> differences,
    @Nullable String problem) {

  public ScenarioResult {
    raised = List.copyOf(raised);
    differences = List.copyOf(differences);
  }

  /** Returns whether exactly what was expected was raised. */
  public boolean passed() {
    return problem == null && differences.isEmpty();
  }

  /** Returns what is wrong, in words; empty when it passed. */
  public List<String> lines() {
    if (problem != null) {
      return problem.lines().toList();
    }
    return differences.stream().flatMap(difference -> difference.lines().stream()).toList();
  }
}
