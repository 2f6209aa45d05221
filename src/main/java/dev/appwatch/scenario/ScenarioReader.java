package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads scenario files; every member is known, a misspelt one is refused. */
public final class ScenarioReader {

  private static final ObjectMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();
  private static final TypeReference<Map<String, @Nullable Object>> RECORD =
      new TypeReference<>() {};
  private static final Set<String> FILE = Set.of("rule", "now", "base", "events", "scenarios");
  private static final Set<String> SCENARIO =
      Set.of("name", "event", "events", "but", "with", "expect");
  private static final Set<String> DIFFERENCES =
      Set.of("lists", "policy", "calendar", "changes", "now");
  private static final Set<String> EXPECTED =
      Set.of("rule", "risk", "disposition", "reasons", "decision", "change");

  private final List<String> problems = new ArrayList<>();

  private ScenarioReader() {}

  /**
   * Reads every {@code .yaml} below a folder, sorted by path.
   *
   * @throws ScenariosRefusedException with everything that is wrong in any of them
   */
  public static List<ScenarioFile> read(Path folder) {
    ScenarioReader reader = new ScenarioReader();
    List<ScenarioFile> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(ScenarioReader::scenarios).sorted().toList()) {
        files.add(reader.file(folder, file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      reader.problems.add(
          "%s: error: the folder holds no scenarios.\n    Maybe name another folder."
              .formatted(folder));
    }
    if (!reader.problems.isEmpty()) {
      throw new ScenariosRefusedException(reader.problems);
    }
    return files;
  }

  /** The list of equivalent mutants lies beside the scenarios. */
  private static boolean scenarios(Path path) {
    return path.toString().endsWith(".yaml") && !path.endsWith("equivalent-mutants.yaml");
  }

  private ScenarioFile file(Path folder, Path path) {
    String name = folder.relativize(path).toString().replace('\\', '/');
    try {
      JsonNode tree = YAML.readTree(Files.readString(path, StandardCharsets.UTF_8));
      known(name, "a scenario file", tree, FILE);
      String rule = tree.path("rule").isTextual() ? tree.path("rule").asText() : null;
      List<Scenario> scenarios = new ArrayList<>();
      for (JsonNode scenario : tree.path("scenarios")) {
        try {
          scenarios.add(scenario(name, tree, scenario));
        } catch (IllegalArgumentException | DateTimeException e) {
          problems.add(
              "%s: error: in \"%s\" %s"
                  .formatted(name, scenario.path("name").asText(), e.getMessage()));
        }
      }
      return new ScenarioFile(name, rule, scenarios);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add("%s:%d: error: %s".formatted(name, line, e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add("%s: error: the file can't be read.".formatted(name));
    }
    return new ScenarioFile(name, null, List.of());
  }

  private Scenario scenario(String file, JsonNode tree, JsonNode scenario) {
    String name = scenario.path("name").asText();
    known(file, "the scenario \"" + name + "\"", scenario, SCENARIO);
    if (name.isBlank()) {
      throw new IllegalArgumentException("a scenario must have a name.");
    }
    if (scenario.has("events")) {
      known(
          file,
          "what differs in the scenario \"" + name + "\"",
          scenario.path("but"),
          Set.copyOf(eventNames(scenario)));
    }
    List<Map<String, @Nullable Object>> records = new ArrayList<>();
    for (String event : eventNames(scenario)) {
      JsonNode base = tree.path("events").get(event);
      if (!(base instanceof ObjectNode record)) {
        throw new IllegalArgumentException(
            "there is no event (%s).\n    Maybe one of %s."
                .formatted(event, names(tree.path("events"))));
      }
      ObjectNode changed = record.deepCopy();
      for (Map.Entry<String, JsonNode> difference : differences(scenario, event).properties()) {
        Patch.apply(changed, difference.getKey(), difference.getValue());
      }
      records.add(YAML.convertValue(changed, RECORD));
    }
    ObjectNode over = YAML.createObjectNode();
    merge(over, tree.path("base"));
    merge(over, scenario.path("with"));
    known(file, "what the scenario \"" + name + "\" puts over the pack", over, DIFFERENCES);
    String now = over.hasNonNull("now") ? over.path("now").asText() : tree.path("now").asText("");
    over.remove("now");
    return new Scenario(
        file,
        name,
        records,
        over,
        now.isEmpty() ? null : Instant.parse(now),
        expected(file, name, scenario));
  }

  private static List<String> eventNames(JsonNode scenario) {
    List<String> names = new ArrayList<>();
    if (scenario.has("event")) {
      names.add(scenario.path("event").asText());
    }
    scenario.path("events").forEach(event -> names.add(event.asText()));
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a scenario must have an event.");
    }
    return names;
  }

  /** With several events the differences are written under the name of each. */
  private static JsonNode differences(JsonNode scenario, String event) {
    JsonNode but = scenario.path("but");
    return scenario.has("events") ? but.path(event) : but;
  }

  private List<Expectation> expected(String file, String name, JsonNode scenario) {
    if (!scenario.path("expect").isArray()) {
      throw new IllegalArgumentException(
          "expect must be a list.\n    Maybe [] where nothing at all is raised.");
    }
    List<Expectation> expected = new ArrayList<>();
    for (JsonNode finding : scenario.path("expect")) {
      known(file, "a finding expected by \"" + name + "\"", finding, EXPECTED);
      for (String member : new String[] {"rule", "risk", "disposition"}) {
        if (!finding.hasNonNull(member)) {
          throw new IllegalArgumentException(
              "a finding expected must have a %s.".formatted(member));
        }
      }
      List<String> reasons = new ArrayList<>();
      finding.path("reasons").forEach(reason -> reasons.add(reason.asText()));
      expected.add(
          new Expectation(
              finding.path("rule").asText(),
              finding.path("risk").asText(),
              finding.path("disposition").asText(),
              reasons,
              finding.path("decision").textValue(),
              finding.path("change").textValue()));
    }
    return expected;
  }

  private static void merge(ObjectNode over, JsonNode differences) {
    for (Map.Entry<String, JsonNode> entry : differences.properties()) {
      JsonNode present = over.get(entry.getKey());
      if (entry.getKey().equals("calendar") || present == null) {
        over.set(entry.getKey(), entry.getValue().deepCopy());
      } else if (present instanceof ObjectNode inner) {
        merge(inner, entry.getValue());
      } else if (present instanceof ArrayNode list && entry.getValue() instanceof ArrayNode more) {
        list.addAll(more.deepCopy());
      } else {
        over.set(entry.getKey(), entry.getValue());
      }
    }
  }

  private void known(String file, String what, JsonNode tree, Set<String> members) {
    for (String member : names(tree)) {
      if (!members.contains(member)) {
        problems.add(
            "%s: error: %s has no member (%s).\n    Maybe one of %s."
                .formatted(file, what, member, new TreeSet<>(members)));
      }
    }
  }

  private static List<String> names(JsonNode tree) {
    List<String> names = new ArrayList<>();
    tree.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
