package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Files for operators, held against the program that they are about. */
final class DeployFilesTest {

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Prometheus' names of the figures that the program tells; {@link HubTest} asks it for them. */
  static final Set<String> FIGURES =
      Set.of(
          "journal_entries",
          "events_total",
          "received_total",
          "findings_total",
          "findings_kept",
          "quarantined_total",
          "quarantine_waiting",
          "records_unaccounted",
          "event_age_seconds",
          "changefeed_age_seconds",
          "sink_behind",
          "source_lag",
          "ruleset_info",
          "rule_last_fired_timestamp",
          "degraded",
          "jvm_memory_used_bytes");

  private static final Pattern WORD = Pattern.compile("\\b[a-z]+(?:_[a-z]+)*\\b(?![=(\"!])");
  private static final Set<String> PROMQL =
      Set.of("sum", "min", "max", "by", "rate", "increase", "absent", "offset", "and", "or", "m");

  @Test
  void everyFileIsWellFormed() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("deploy"))) {
      for (Path file : files.filter(f -> f.toString().matches(".*\\.(yaml|json)")).toList()) {
        assertThat(YAML.readTree(file.toFile()).isObject()).as(file.toString()).isTrue();
      }
    }
  }

  @Test
  void dashboardAndAlertsAskForFiguresThatExist() throws IOException {
    List<String> expressions = new ArrayList<>();
    for (JsonNode group : YAML.readTree(Path.of("deploy/alerts.yaml").toFile()).path("groups")) {
      group.path("rules").forEach(rule -> expressions.add(rule.path("expr").asText()));
    }
    for (JsonNode panel :
        YAML.readTree(Path.of("deploy/grafana-dashboard.json").toFile()).path("panels")) {
      panel.path("targets").forEach(target -> expressions.add(target.path("expr").asText()));
    }
    assertThat(expressions).hasSize(19);
    Set<String> unknown = new TreeSet<>();
    for (String expression : expressions) {
      Matcher word =
          WORD.matcher(
              expression.replaceAll("\\{[^}]*}|\\[[^]]*]|by \\([^)]*\\)|offset \\w+", " "));
      while (word.find()) {
        if (!FIGURES.contains(word.group()) && !PROMQL.contains(word.group())) {
          unknown.add(word.group());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }
}
