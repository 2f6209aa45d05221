package dev.appwatch.scenario;

import java.util.List;

/**
 * How a scenario ended.
 *
 * @param scenario the scenario
 * @param differences what is missing, unexpected or other than expected; empty when it passed
 */
public record ScenarioResult(Scenario scenario, List<String> differences) {

  public ScenarioResult {
    differences = List.copyOf(differences);
  }

  /** Returns whether exactly what was expected was raised. */
  public boolean passed() {
    return differences.isEmpty();
  }
}
