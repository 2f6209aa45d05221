package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CalendarsTest {

  private static final String ALWAYS = "zone: UTC\nhours: {wed: [\"00:00-24:00\"]}\n";
  private static final String NEVER = "zone: UTC\nhours: {sun: [\"00:00-24:00\"]}\n";
  private static final Instant WEDNESDAY = Instant.parse("2026-06-10T12:00:00Z");

  @TempDir private Path folder;

  private Calendars read() {
    return CalendarReader.read(folder);
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String hours(@Nullable String tenant, Set<String> apps, Set<String> actors) {
    return read().hoursAt(WEDNESDAY, tenant, apps, actors);
  }

  static Stream<JsonNode> cases() {
    return FeedCases.ofKind("calendar");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesWithTheCase(JsonNode one) throws IOException {
    for (String name : FeedCases.names(one.path("cals"))) {
      write(name + ".yaml", FeedCases.calendar(name).toString());
    }

    Calendars calendars = read();
    String hours =
        calendars.hoursAt(Instant.parse(one.path("at").asText()), null, Set.of(), Set.of());

    String expected = one.path("expect").asText();
    if (expected.startsWith("REJECT ")) {
      assertThat(hours).isEqualTo("error");
      assertThat(calendars.problems())
          .extracting(ChangeProblem::code)
          .containsOnly(expected.substring("REJECT ".length()));
      return;
    }
    assertThat(calendars.problems()).isEmpty();
    assertThat(hours)
        .isEqualTo(expected.equals("IN") ? "inside" : expected.equals("OUT") ? "off" : "holiday");
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-02T07:00:00Z, inside", // Monday 08:00 in winter
    "2026-03-02T06:59:59Z, off",
    "2026-03-02T17:00:00Z, off",
    "2026-03-30T06:00:00Z, inside", // Monday 08:00 in summer
    "2026-03-03T09:00:00Z, off", // no hours on Tuesday
    "2026-03-09T09:00:00Z, holiday",
    "2026-03-06T23:00:00Z, inside", // Friday night runs into Saturday
    "2026-03-07T04:59:00Z, inside",
    "2026-03-07T05:00:00Z, off",
    "2026-03-08T22:59:59Z, inside", // until midnight
    "2026-03-08T23:00:00Z, holiday" // the holiday begins
  })
  void knowsItsHours(Instant instant, String hours) throws IOException {
    write(
        "berlin.yaml",
        """
        zone: Europe/Berlin
        hours: {mon: ["08:00-18:00"], fri: ["22:00-06:00"], sun: ["20:00-24:00"]}
        holidays: [2026-03-09]
        """);

    assertThat(read().hoursAt(instant, null, Set.of(), Set.of())).isEqualTo(hours);
    assertThat(read().all()).extracting("id").containsExactly("berlin");
  }

  @Test
  void knowsNothingWithoutACalendar() {
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("unknown");
    assertThat(CalendarReader.read(folder.resolve("none")).all()).isEmpty();
  }

  @Test
  void prefersTheApplicationThenTheActorThenTheTenant() throws IOException {
    write("all.yaml", NEVER);
    write("tenant.yaml", ALWAYS + "for: {tenants: [T1]}\n");
    write("team.yaml", NEVER + "for: {actors: [u-1]}\n");
    write("app.yaml", ALWAYS + "for: {apps: [App-A]}\n");

    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("off");
    assertThat(hours("t1", Set.of(), Set.of())).isEqualTo("inside");
    assertThat(hours("t1", Set.of(), Set.of("U-1"))).isEqualTo("off");
    assertThat(hours("t1", Set.of("app-a"), Set.of("u-1"))).isEqualTo("inside");
  }

  @Test
  void aHolidayOfOneIsNoHolidayOfAll() throws IOException {
    write("a.yaml", ALWAYS + "holidays: [2026-06-10]\n");
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("holiday");

    write("b.yaml", NEVER);
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("off");
  }

  @Test
  void aBrokenCalendarIsAnErrorForThoseItIsFor() throws IOException {
    write("all.yaml", ALWAYS);
    write("app.yaml", "zone: Mars/Base\nhours: {wed: [\"08:00-18:00\"]}\nfor: {apps: [app-a]}\n");

    assertThat(hours(null, Set.of("app-a"), Set.of())).isEqualTo("error");
    assertThat(hours(null, Set.of("app-b"), Set.of())).isEqualTo("inside");
  }

  @Test
  void aBrokenCalendarOfUnknownScopeIsAnErrorForEverybody() throws IOException {
    write("app.yaml", ALWAYS + "for: {apps: [app-a]}\n");
    write("z.yaml", "zone: [");

    assertThat(hours(null, Set.of("app-a"), Set.of())).isEqualTo("error");
    assertThat(hours(null, Set.of("app-b"), Set.of())).isEqualTo("error");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hours: {mo: [\"08:00-18:00\"]}            | UNKNOWN_DAY     | mon",
        "hours: {wed: [\"8-18\"]}                  | BAD_TIME_OF_DAY | 08:00-17:30",
        "hours: {wed: [\"08:00-24:01\"]}           | BAD_TIME_OF_DAY | 08:00-24:01",
        "hours: {wed: [\"24:00-08:00\"]}           | BAD_TIME_OF_DAY | 24:00",
        "holiday: [2026-01-01]                     | UNKNOWN_MEMBER  | Maybe holidays",
        "holidays: [2027-02-29]                    | BAD_DATE        | 2027-02-29",
        "publicHolidays: {country: gb}             | SUBDIVISION_MISSING | eng",
        "publicHolidays: {country: gb, subdivision: enk} | UNKNOWN_SUBDIVISION | Maybe eng",
        "publicHolidays: {country: xx}             | UNKNOWN_COUNTRY | (xx)",
        "publicHolidays: {land: gb, country: gb, subdivision: eng} | UNKNOWN_MEMBER | (land)",
        "for: {app: [x]}                           | UNKNOWN_MEMBER  | Maybe apps",
        "holidayFile: {file: ../uk.ics}            | BAD_FILE        | plain name",
        "holidayFile: {file: none.ics}             | UNREADABLE      | missing",
        "holidays: *x                              | ALIAS           | (*x)"
      })
  void refusesWhatItDoesNotKnowAndSaysWhatItDoes(String line, String code, String part)
      throws IOException {
    boolean hours = line.startsWith("hours");
    write(
        "c.yaml", "zone: UTC\n" + (hours ? "" : "hours: {wed: [\"08:00-18:00\"]}\n") + line + "\n");

    assertThat(read().all()).isEmpty();
    assertThat(read().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.line()).isEqualTo(hours ? 2 : 3);
              assertThat(problem.toString()).contains(part).startsWith("calendars/c.yaml:");
            });
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("error");
  }

  @Test
  void resolvesPublicHolidaysOfAPartOfACountry() throws IOException {
    write(
        "uk.yaml",
        """
        zone: Europe/London
        hours: {mon: ["09:00-17:30"]}
        publicHolidays: {country: gb, subdivision: eng}
        noHolidays: [2026-12-28]
        """);

    Calendars calendars = read();

    assertThat(calendars.problems()).isEmpty();
    assertThat(calendars.all().get(0).holidays())
        .contains(LocalDate.of(2026, 4, 6), LocalDate.of(2026, 8, 31), LocalDate.of(2026, 12, 25))
        .doesNotContain(LocalDate.of(2026, 12, 28));
    assertThat(at(calendars, "2026-04-06T10:00:00Z")).isEqualTo("holiday");
    assertThat(at(calendars, "2026-12-28T10:00:00Z")).isEqualTo("inside");
    assertThat(at(calendars, "2041-01-07T10:00:00Z")).isEqualTo("error");
  }

  @Test
  void aHolidayFileCountsOnlyWithTheDigestThatWasPinned() throws IOException {
    String ics =
        """
        BEGIN:VCALENDAR
        BEGIN:VEVENT
        UID:1
        DTSTART;VALUE=DATE:20260610
        END:VEVENT
        END:VCALENDAR
        """;
    write("uk.ics", ics);
    String digest = Sha256.of(ics.getBytes(StandardCharsets.UTF_8));
    write("c.yaml", ALWAYS + "holidayFile: {file: uk.ics, sha256: \"" + digest + "\"}\n");
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("holiday");
    assertThat(at(read(), "2027-06-09T10:00:00Z")).isEqualTo("error");

    write("uk.ics", ics + "\r\n");
    assertThat(hours(null, Set.of(), Set.of())).isEqualTo("error");
    assertThat(read().problems()).extracting(ChangeProblem::code).containsOnly("DIGEST_MISMATCH");
  }

  private static String at(Calendars calendars, String instant) {
    return calendars.hoursAt(Instant.parse(instant), null, Set.of(), Set.of());
  }
}
