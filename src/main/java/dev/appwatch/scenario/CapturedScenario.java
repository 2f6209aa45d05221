package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.appwatch.model.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records that were taken from a log, as a scenario that expects what they raise.
 *
 * @param rule id of the row that the file is about
 * @param name name of the scenario
 * @param records the records
 * @param differences what is put over the pack
 * @param now the clock, null when there is none
 * @param raised what the records raise
 */
public record CapturedScenario(
    String rule,
    String name,
    List<Map<String, @Nullable Object>> records,
    ObjectNode differences,
    @Nullable Instant now,
    List<Finding> raised) {

  private static final ObjectMapper WRITER =
      YAMLMapper.builder()
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .disable(YAMLGenerator.Feature.SPLIT_LINES)
          .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
          .build();

  public CapturedScenario {
    records = List.copyOf(records);
    raised = List.copyOf(raised);
  }

  /** Returns the text of a scenario file. */
  public String text() {
    ObjectNode file = WRITER.createObjectNode();
    file.put("rule", rule);
    ObjectNode events = file.putObject("events");
    ObjectNode scenario = file.putArray("scenarios").addObject();
    scenario.put("name", name);
    ArrayNode named = scenario.putArray("events");
    for (Map<String, @Nullable Object> record : records) {
      String event = "event-" + (events.size() + 1);
      events.set(event, WRITER.valueToTree(record));
      named.add(event);
    }
    ObjectNode with = differences.deepCopy();
    if (now != null) {
      with.put("now", now.toString());
    }
    if (!with.isEmpty()) {
      scenario.set("with", with);
    }
    ArrayNode expect = scenario.putArray("expect");
    for (Finding finding : raised) {
      Expectation expected = Expectation.of(finding);
      ObjectNode node = expect.addObject();
      node.put("rule", expected.rule());
      node.put("risk", expected.risk());
      node.put("disposition", expected.disposition());
      expected.reasons().forEach(node.putArray("reasons")::add);
      if (differences.has("changes")) {
        node.put("decision", expected.decision());
        String change = expected.change();
        node.put("change", change == null || change.isEmpty() ? null : change);
      }
    }
    try {
      return "# Captured from a finding. Ids, names, addresses and dates are made up.\n"
          + WRITER.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree in memory can be written.", e);
    }
  }

  /**
   * Returns the scenario as it is read back from its text.
   *
   * @throws ScenariosRefusedException when it can't be read back
   */
  public Scenario read() {
    return ScenarioReader.read("captured.yaml", text()).scenarios().get(0);
  }
}
