package dev.appwatch.scenario;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scenarios of one file.
 *
 * @param name path relative to the folder of scenarios
 * @param rule id of the row it is about, null for files about the shapes of logs
 * @param scenarios what it holds, in its order
 */
public record ScenarioFile(String name, @Nullable String rule, List<Scenario> scenarios) {

  public ScenarioFile {
    scenarios = List.copyOf(scenarios);
  }
}
