package dev.appwatch.scenario;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads one scenario file and collects everything that is wrong with it. */
final class ScenarioFileReader {

  private static final TypeReference<Map<String, @Nullable Object>> RECORD =
      new TypeReference<>() {};
  private static final Set<String> FILE = Set.of("rule", "now", "base", "events", "scenarios");
  private static final Set<String> SCENARIO =
      Set.of("name", "event", "events", "but", "with", "accepted", "expect");
  private static final Set<String> DIFFERENCES =
      Set.of("lists", "policy", "calendar", "changes", "setAside", "now");

  private final String name;
  private final String shown;
  private final List<String> problems;

  /**
   * Makes a reader.
   *
   * @param name name of the file, relative to the folder of scenarios
   * @param shown how messages name it
   * @param problems where problems are added
   */
  ScenarioFileReader(String name, String shown, List<String> problems) {
    this.name = name;
    this.shown = shown;
    this.problems = problems;
  }

  ScenarioFile read(ScenarioText text) {
    Part file = Part.of(text);
    if (!isObject(file, "a scenario file", "with the members rule, events and scenarios")) {
      return new ScenarioFile(name, null, List.of());
    }
    known("a scenario file", file, FILE);
    optionalText(file.member("rule"), "the row (rule)");
    isObject(file.member("base"), "what a file puts over the pack (base)", "of lists, policy …");
    known("what a file puts over the pack", file.member("base"), DIFFERENCES);
    isObject(file.member("events"), "the records (events)", "of records by their names");
    Part list = file.member("scenarios");
    if (!list.value().isArray() || list.value().isEmpty()) {
      problem(list, "the file must have a list of scenarios.", "scenarios: with one or more");
    }
    List<Scenario> scenarios = new ArrayList<>();
    List<Part> parts = list.elements();
    for (int index = 0; index < parts.size(); index++) {
      int before = problems.size();
      Scenario scenario = scenario(file, parts.get(index), index);
      if (scenario != null && problems.size() == before) {
        scenarios.add(scenario);
      }
    }
    return new ScenarioFile(name, file.value().path("rule").textValue(), scenarios);
  }

  private @Nullable Scenario scenario(Part file, Part scenario, int index) {
    if (!isObject(scenario, "a scenario", "with the members name, event and expect")) {
      return null;
    }
    String title = scenario.value().path("name").asText();
    known("the scenario \"" + title + "\"", scenario, SCENARIO);
    if (title.isBlank()) {
      problem(scenario, "a scenario must have a name.", "a sentence that a policy owner would say");
    }
    optionalText(scenario.member("accepted"), "why an expectation was accepted (accepted)");
    List<Map<String, @Nullable Object>> records = records(file, scenario, title);
    ObjectNode over = ScenarioText.YAML.createObjectNode();
    Part with = scenario.member("with");
    isObject(
        with,
        "what is put over the pack (with)",
        "of lists, policy, calendar, changes, setAside, now");
    known("what the scenario \"" + title + "\" puts over the pack", with, DIFFERENCES);
    merge(over, file.member("base").value());
    merge(over, with.value());
    Instant now = now(file, with, over.path("now"));
    over.remove("now");
    List<Expectation> expected = new ExpectationReader(title, this).read(scenario.member("expect"));
    return new Scenario(name, index, scenario.line(), title, records, over, now, expected);
  }

  private List<Map<String, @Nullable Object>> records(Part file, Part scenario, String title) {
    Part but = scenario.member("but");
    isObject(but, "what differs in the scenario \"" + title + "\" (but)", "of paths and values");
    Part several = scenario.member("events");
    if (several.there() == scenario.member("event").there()) {
      problem(
          scenario,
          "the scenario \"%s\" must have an event, or events.".formatted(title),
          "event: with the name of one record");
      return List.of();
    }
    List<Part> named = several.there() ? several.elements() : List.of(scenario.member("event"));
    if (named.isEmpty()) {
      problem(several, "the events of \"%s\" must be a list of names.".formatted(title), "[a, b]");
    }
    if (several.there()) {
      Set<String> names = new TreeSet<>();
      named.forEach(event -> names.add(event.value().asText()));
      known("what differs in the scenario \"" + title + "\"", but, names);
    }
    List<Map<String, @Nullable Object>> records = new ArrayList<>();
    for (Part event : named) {
      String of = event.value().asText();
      record(file, event, several.there() ? but.member(of) : but, records);
    }
    return records;
  }

  /** With several events the differences are written under the name of each. */
  private void record(
      Part file, Part event, Part but, List<Map<String, @Nullable Object>> records) {
    JsonNode base = file.value().path("events").get(event.value().asText());
    if (!(base instanceof ObjectNode record)) {
      problem(
          event,
          "there is no event (%s).".formatted(event.value().asText()),
          "one of %s".formatted(file.member("events").names()));
      return;
    }
    isObject(but, "what differs in the event (%s)".formatted(event.value().asText()), "of paths");
    ObjectNode changed = record.deepCopy();
    for (String path : but.names()) {
      Part difference = but.member(path);
      try {
        Patch.apply(changed, path, difference.value());
      } catch (IllegalArgumentException e) {
        problem(
            difference,
            String.valueOf(e.getMessage()),
            "a path such as properties[Role.TemplateId].newValue");
      }
    }
    records.add(ScenarioText.YAML.convertValue(changed, RECORD));
  }

  private @Nullable Instant now(Part file, Part with, JsonNode over) {
    Part told =
        with.member("now").there()
            ? with.member("now")
            : over.isMissingNode() ? file.member("now") : file.member("base").member("now");
    String text = told.value().asText("");
    if (!told.there() || told.value().isNull()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      problem(
          told,
          "the clock (%s) must be an instant.".formatted(text),
          "one like 2026-03-04T09:00:00Z");
      return null;
    }
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

  /** Returns whether a part that is there is an object, and says so if it is not. */
  boolean isObject(Part part, String what, String how) {
    boolean fits = part.value().isObject() || (!part.there() && !part.way().isEmpty());
    if (!fits) {
      problem(part, what + " must be an object.", "one " + how);
    }
    return fits;
  }

  private void optionalText(Part part, String what) {
    if (part.there() && !part.value().isTextual() && !part.value().isNull()) {
      problem(part, "%s must be text.".formatted(what), "put it into quotes");
    }
  }

  void known(String what, Part part, Set<String> members) {
    for (String member : part.names()) {
      if (!members.contains(member)) {
        problem(
            part.member(member),
            "%s has no member (%s).".formatted(what, member),
            "one of %s".formatted(new TreeSet<>(members)));
      }
    }
  }

  void problem(Part at, String message, String maybe) {
    problems.add("%s:%d: error: %s\n    Maybe %s.".formatted(shown, at.line(), message, maybe));
  }
}
