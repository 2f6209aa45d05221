package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemasTest {

  private static final Path SAMPLE = Path.of("rules/changes/example.yaml");
  private static final Path CALENDAR = Path.of("rules/calendars/business-hours.yaml");

  private static List<Error> errors(String schema, String yaml) throws IOException {
    Schema read =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(Path.of("rules/schemas/" + schema)));
    JsonNode tree = new YAMLMapper().readTree(yaml);
    return read.validate(tree.toString(), InputFormat.JSON);
  }

  @Test
  void whatIsShippedMeetsItsSchema() throws IOException {
    assertThat(errors("changes.schema.json", Files.readString(SAMPLE))).isEmpty();
    assertThat(errors("calendar.schema.json", Files.readString(CALENDAR))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rules/changes/example.yaml", "rules/calendars/business-hours.yaml"})
  void whatIsShippedNamesItsSchema(Path file) throws IOException {
    String first = Files.readAllLines(file).get(0);
    assertThat(first).startsWith("# yaml-language-server: $schema=");
    assertThat(file.resolveSibling(first.substring(first.indexOf('=') + 1))).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: normal                    | type: odd",
        "state: closed                   | stat: closed",
        "rows: [APP-PERM-02, APP-PERM-03] | rows: []",
        "apps: [dddddddd-0000-4000-8000-000000000004] | apps: ['*']",
        "zone: Europe/London             | zone: GMT Standard Time",
        "start: 2026-03-02T21:00:00Z     | start: 2 March",
        "frequency: weekly               | frequency: yearly",
        "until: 2026-12-31T23:59:59Z     | except: []",
        "calendar: business-hours        | revokedAt: 2026-03-01T00:00:00Z",
        "expectedCount: 10               | expectedCount: 0",
        "freezes:                        | freeze:"
      })
  void refusesWhatTheReaderRefuses(String from, String to) throws IOException {
    String changed = Files.readString(SAMPLE).replace(from, to);

    assertThat(changed).isNotEqualTo(Files.readString(SAMPLE));
    assertThat(errors("changes.schema.json", changed)).isNotEmpty();
    assertThat(
            ChangeFeedReader.read(
                    new FeedFile(changed, "sha256:0", Instant.EPOCH),
                    "f.yaml",
                    new FeedOptions(Instant.EPOCH, Duration.ZERO, ServiceNowFields.DEFAULT))
                .problems())
        .isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{zone: EST, hours: {mon: ['08:00-18:00']}}",
        "{hours: {mon: ['08:00-18:00']}}",
        "{zone: UTC}",
        "{zone: UTC, hours: {mo: ['08:00-18:00']}}",
        "{zone: UTC, hours: {mon: ['8-18']}}",
        "{zone: UTC, hours: {mon: ['08:00-18:00']}, holiday: []}",
        "{zone: UTC, hours: {mon: ['08:00-18:00']}, for: {team: [x]}}",
        "{zone: UTC, hours: {mon: ['08:00-18:00']}, holidayFile: {file: x.ics}}"
      })
  void refusesCalendarsThatTheReaderRefuses(String yaml) throws IOException {
    assertThat(errors("calendar.schema.json", yaml)).isNotEmpty();
    assertThat(
            CalendarReader.read(new YAMLMapper().readTree(yaml), Path.of("rules/calendars"))
                .problems())
        .isNotEmpty();
  }
}
