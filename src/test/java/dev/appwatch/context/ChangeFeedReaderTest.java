package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChangeFeedReaderTest {

  private static final Instant LOADED = Instant.parse("2026-06-10T21:30:00Z");
  private static final Instant MODIFIED = Instant.parse("2026-06-10T20:00:00Z");
  private static final FeedOptions OPTIONS =
      new FeedOptions(LOADED, Duration.ofMinutes(2), ServiceNowFields.DEFAULT);
  private static final String CHANGE =
      """
      changes:
        - id: CHG1
          type: normal
          state: Implement
          approval: Approved
          approvedAt: 2026-06-09T15:00:00Z
          approver: cab@contoso.com
          requester: dev@contoso.com
          tenant: T1
          apps: [App-A]
          rows: [APP-CRED-01]
          actors: [sp-1]
          start: 2026-06-10T21:00:00Z
          end: 2026-06-10T23:00:00+00:00
          expectedCount: 5
      """;
  private static final String APPROVAL =
      """
      approvals:
        - id: STD1
          approval: approved
          approvedAt: 2026-01-01T00:00:00Z
          approver: cab@contoso.com
          tenant: T1
          apps: [app-a]
          rows: [APP-CRED-01]
          actors: [sp-1]
          validFrom: 2026-01-01T00:00:00Z
          validUntil: 2027-01-01T00:00:00Z
          calendar: business-hours
      """;
  private static final String RECURRING =
      CHANGE
          .replace("    start: 2026-06-10T21:00:00Z\n", "    zone: Europe/London\n")
          .replace(
              "    end: 2026-06-10T23:00:00+00:00\n",
              "    recurrence: {frequency: weekly, days: [sun], at: \"02:00\", duration: PT90M,"
                  + " from: 2026-01-04, until: 2026-12-31T23:59:59Z, except: [2026-12-27]}\n");

  @TempDir private Path folder;

  private FeedContents read(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(MODIFIED));
    return ChangeFeedReader.read(file, name, OPTIONS);
  }

  @Test
  void readsAChange() throws IOException {
    FeedContents contents = read("feed.yaml", CHANGE);

    assertThat(contents.problems()).isEmpty();
    ChangeWindow window = contents.windows().get(0);
    assertThat(window.id()).isEqualTo("CHG1");
    assertThat(window.state()).isEqualTo("implement");
    assertThat(window.approval()).isEqualTo("approved");
    assertThat(window.approver()).isEqualTo("cab@contoso.com");
    assertThat(window.requester()).isEqualTo("dev@contoso.com");
    assertThat(window.scope())
        .isEqualTo(new Scope("t1", Set.of("app-a"), Set.of("app-cred-01"), Set.of("sp-1")));
    assertThat(window.schedule())
        .isEqualTo(
            new Schedule.Once(
                Instant.parse("2026-06-10T21:00:00Z"),
                Instant.parse("2026-06-10T23:00:00Z"),
                List.of(),
                null,
                null));
    assertThat(window.grace()).isEqualTo(Duration.ofMinutes(2));
    assertThat(window.expectedCount()).isEqualTo(5);
    assertThat(window.position()).hasToString("feed.yaml:2");
    assertThat(contents.feed().readAt()).isEqualTo(LOADED);
    assertThat(contents.feed().format()).isEqualTo("yaml");
  }

  @Test
  void readsApprovalsAndFreezes() throws IOException {
    FeedContents contents =
        read(
            "feed.yaml",
            "readAt: 2026-06-10T21:00:00Z\n"
                + APPROVAL
                + "freezes: [{id: F1, start: 2026-12-20T00:00, end: 2027-01-02T00:00, zone: Europe/Rome}]\n");

    assertThat(contents.problems()).isEmpty();
    assertThat(contents.feed().readAt()).isEqualTo(Instant.parse("2026-06-10T21:00:00Z"));
    assertThat(contents.approvals())
        .singleElement()
        .extracting("calendar", "expectedCount")
        .containsExactly("business-hours", 25);
    assertThat(contents.freezes())
        .singleElement()
        .extracting("start")
        .isEqualTo(Instant.parse("2026-12-19T23:00:00Z"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id: CHG1                     | id: ' '                          | MISSING_ID | Maybe its number",
        "type: normal                 | type: norml                      | UNKNOWN_TYPE | Maybe normal",
        "state: Implement             | state: Implemented               | UNKNOWN_STATE | Maybe implement",
        "start: 2026-06-10T21:00:00Z  | strat: 2026-06-10T21:00:00Z      | MISSING_BOUND UNKNOWN_MEMBER | Maybe start",
        "start: 2026-06-10T21:00:00Z  | start: 2026-06-10 21:00          | BAD_TIME | offset",
        "start: 2026-06-10T21:00:00Z  | start: 2026-06-10T25:00:00Z      | BAD_TIME | T25",
        "start: 2026-06-10T21:00:00Z  | start: 2026-06-10T21:00          | NO_ZONE | Maybe",
        "start: 2026-06-10T21:00:00Z  | start: 2026-06-31T21:00:00Z      | BAD_DATE | 2026-06-31",
        "start: 2026-06-10T21:00:00Z  | start: 2026-06-09T21:00:00Z      | OVERLONG | 24 hours",
        "type: normal                 | zone: GMT Standard Time, type: normal | UNREADABLE | damaged",
        "tenant: T1                   | zone: GMT Standard Time          | BAD_ZONE SCOPE_INCOMPLETE | Maybe Europe/London",
        "apps: [App-A]                | apps: []                         | SCOPE_INCOMPLETE | no apps",
        "apps: [App-A]                | apps: ['*']                      | OVERBROAD | wildcard",
        "apps: [App-A]                | apps: *all                       | ALIAS SCOPE_INCOMPLETE | (*all)",
        "apps: [App-A]                | apps: {a: b}                     | BAD_VALUE SCOPE_INCOMPLETE | one value",
        "actors: [sp-1]               | tenant: T2                       | DUPLICATE_MEMBER SCOPE_INCOMPLETE | twice",
        "expectedCount: 5             | expectedCount: 0                 | BAD_COUNT | (0)",
        "expectedCount: 5             | expectedCount: 99999999999       | BAD_COUNT | whole number",
        "expectedCount: 5             | amendments: [{at: 2026-06-10T22:00:00Z, end: 2026-06-12T00:00:00Z}] | OVERLONG | PT27H",
        "expectedCount: 5             | amendments: [{at: 2026-06-10T22:00:00Z, end: 2026-06-10T20:00:00Z}] | END_BEFORE_START | 20:00",
        "expectedCount: 5             | amendments: [{at: 2026-06-10T22:00:00Z}] | MISSING_BOUND | end"
      })
  void refusesAChangeByItsCodeAndLine(String from, String to, String codes, String part)
      throws IOException {
    FeedContents contents = read("feed.yaml", CHANGE.replace(from, to));

    assertThat(contents.windows()).isEmpty();
    assertThat(contents.problems())
        .extracting(ChangeProblem::code)
        .containsExactlyInAnyOrder(codes.split(" "));
    assertThat(contents.problems()).anyMatch(problem -> problem.toString().contains(part));
    assertThat(contents.problems())
        .allMatch(problem -> problem.code().equals("UNREADABLE") || problem.line() == 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "frequency: weekly  | frequency: yearly   | BAD_RECURRENCE",
        "days: [sun]        | days: []            | ''",
        "days: [sun],       | ''                  | BAD_RECURRENCE",
        "days: [sun]        | days: [sunday]      | UNKNOWN_DAY",
        "'at: \"02:00\"'    | 'at: \"2am\"'       | BAD_TIME",
        "duration: PT90M    | duration: PT25H     | OVERLONG",
        "duration: PT90M    | duration: PT0S      | EMPTY_WINDOW",
        "duration: PT90M    | duration: 90        | BAD_TIME",
        "', until: 2026-12-31T23:59:59Z' | ''     | UNBOUNDED_RECURRENCE",
        "until: 2026-12-31T23:59:59Z | until: 2027-02-01T00:00:00Z | UNBOUNDED_RECURRENCE",
        "until: 2026-12-31T23:59:59Z | until: 2025-12-31T23:59:59Z | END_BEFORE_START",
        "from: 2026-01-04   | from: 4 Jan         | BAD_DATE",
        "zone: Europe/London | state: new         | DUPLICATE_MEMBER NO_ZONE",
        "zone: Europe/London | zone: EST          | BAD_ZONE",
        "type: normal       | type: emergency     | ''"
      })
  void refusesARecurrenceByItsCode(String from, String to, String codes) throws IOException {
    FeedContents contents = read("feed.yaml", RECURRING.replace(from, to));

    assertThat(contents.problems())
        .extracting(ChangeProblem::code)
        .containsExactlyInAnyOrder(codes.isEmpty() ? new String[0] : codes.split(" "));
  }

  @ParameterizedTest
  @CsvSource({
    "validUntil: 2027-01-01T00:00:00Z, validUntil: 2027-01-01T00:00:01Z, VALIDITY",
    "validUntil: 2027-01-01T00:00:00Z, validUntil: 2025-01-01T00:00:01Z, END_BEFORE_START",
    "validFrom: 2026-01-01T00:00:00Z, validFrom: 2027-01-01T00:00:00Z, EMPTY_WINDOW",
    "validFrom: 2026-01-01T00:00:00Z, revokedAt: 2027-01-01T00:00:00Z, MISSING_BOUND",
    "calendar: business-hours, calendar: , NO_CALENDAR",
    "apps: [app-a], apps: [app-*], OVERBROAD"
  })
  void refusesAStandingApprovalByItsCode(String from, String to, String code) throws IOException {
    FeedContents contents = read("feed.yaml", APPROVAL.replace(from, to));

    assertThat(contents.approvals()).isEmpty();
    assertThat(contents.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.code()).isEqualTo(code);
              assertThat(problem.toString()).startsWith("feed.yaml:2: error: " + code + " STD1: ");
            });
  }

  @Test
  void aRefusedChangeStopsNoOther() throws IOException {
    String second = CHANGE.substring(CHANGE.indexOf('\n') + 1).replace("CHG1", "CHG2");

    FeedContents contents = read("feed.yaml", CHANGE.replace("normal", "odd") + second);

    assertThat(contents.windows()).extracting(ChangeWindow::id).containsExactly("CHG2");
    assertThat(contents.problems()).extracting(ChangeProblem::id).containsExactly("CHG1");
    assertThat(contents.windows().get(0).position().line()).isEqualTo(16);
  }

  @Test
  void ofTwoEntriesWithOneIdNeitherCounts() throws IOException {
    String second = CHANGE.substring(CHANGE.indexOf('\n') + 1).replace("CHG1", "chg1");

    FeedContents contents = read("feed.yaml", CHANGE + second);

    assertThat(contents.windows()).isEmpty();
    assertThat(contents.problems())
        .singleElement()
        .hasToString(
            "feed.yaml:16: error: DUPLICATE_ID chg1: the entry of line 2 has the same id; neither"
                + " counts.\n    Maybe remove the older one.");
  }

  @Test
  void aFreezeThatIsNotPlainForbidsAllThatItMayMean() throws IOException {
    FeedContents contents =
        read("feed.yaml", "freezes: [{id: F1, start: 2026-12-20T00:00:00Z, end: soon}]\n");

    assertThat(contents.problems()).extracting(ChangeProblem::code).containsExactly("BAD_TIME");
    assertThat(contents.freezes().get(0).holds("t", Instant.parse("2027-05-01T00:00:00Z")))
        .isTrue();
    assertThat(contents.freezes().get(0).holds("t", Instant.parse("2026-05-01T00:00:00Z")))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "feed.json, '{\"changes\": [{'",
    "feed.json, '[]'",
    "feed.json, ''",
    "feed.json, '{\"changes\": []} {}'",
    "feed.json, '{\"changes\": {}}'",
    "feed.json, '{\"error\": {\"message\": \"No\"}, \"status\": \"failure\"}'",
    "feed.yaml, 'changes: [}'",
    "feed.yaml, 'chnages: []'",
    "feed.csv, ''",
    "feed.csv, 'idd,type'",
    "feed.ics, 'BEGIN:VCALENDAR'",
    "feed.ics, ''"
  })
  void aDamagedFileAllowsNothing(String name, String text) throws IOException {
    FeedContents contents = read(name, text);

    assertThat(contents.windows()).isEmpty();
    assertThat(contents.problems())
        .isNotEmpty()
        .allMatch(
            problem ->
                problem.code().equals("UNREADABLE") || problem.code().equals("UNKNOWN_MEMBER"));
  }

  @Test
  void aFileThatIsDamagedAtItsEndAllowsNothingOfWhatCameBefore() throws IOException {
    FeedContents contents = read("feed.yaml", CHANGE + "approvals: [\n");

    assertThat(contents.windows()).isEmpty();
    assertThat(contents.problems()).extracting(ChangeProblem::code).containsExactly("UNREADABLE");
  }

  @Test
  void aMissingFileIsUnreadableAndStale() {
    FeedContents contents = ChangeFeedReader.read(folder.resolve("no.yaml"), "no.yaml", OPTIONS);

    assertThat(contents.problems()).extracting(ChangeProblem::code).containsExactly("UNREADABLE");
    assertThat(contents.feed().staleAt(LOADED, Duration.ofMinutes(15))).isTrue();
  }

  @Test
  void aThousandNestedAliasesCostNothing() throws IOException {
    StringBuilder bomb = new StringBuilder("x0: &x0 [a, a]\n");
    for (int i = 1; i < 100; i++) {
      bomb.append("x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1));
    }

    FeedContents contents = read("feed.yaml", bomb.toString());

    assertThat(contents.problems()).hasSize(100);
    assertThat(read("deep.yaml", "changes: " + "[".repeat(100_000)).problems()).isNotEmpty();
    assertThat(read("deep.json", "{\"x\":" + "[".repeat(100_000)).problems()).isNotEmpty();
  }

  @Test
  void readsCsv() throws IOException {
    String csv =
        """
        # readAt: 2026-06-10T21:15:00Z
        id,kind,type,state,approval,approvedAt,approver,tenant,apps,rows,actors,start,end,amendments,validFrom,validUntil,calendar
        CHG1,,normal,implement,approved,2026-06-09T15:00:00Z,"cab
        @contoso.com",T1,a;b,R-1,u-1,2026-06-10T21:00:00Z,2026-06-10T23:00:00Z,2026-06-10T22:00:00Z/2026-06-10T23:30:00Z,,,

        CHG2,change,normal,implement,approved,2026-06-09T15:00:00Z,cab,T1,a;b,R-1,,2026-06-10T21:00:00Z,2026-06-10T23:00:00Z,,,,
        STD1,approval,,,approved,2026-06-09T15:00:00Z,cab,T1,a,R-1,u-1,,,,2026-01-01T00:00:00Z,2026-07-01T00:00:00Z,hours
        FRZ1,freeze,,,,,,T1,,,,2026-12-20T00:00:00Z,2027-01-02T00:00:00Z,,,,
        CHG3,frieze
        """;

    FeedContents contents = read("feed.csv", csv);

    assertThat(contents.feed().readAt()).isEqualTo(Instant.parse("2026-06-10T21:15:00Z"));
    assertThat(contents.windows())
        .singleElement()
        .satisfies(
            window -> {
              assertThat(window.scope().apps()).containsExactly("a", "b");
              assertThat(window.position().line()).isEqualTo(3);
              assertThat(window.schedule().last()).isEqualTo(Instant.parse("2026-06-10T23:30:00Z"));
            });
    assertThat(contents.approvals()).extracting("id").containsExactly("STD1");
    assertThat(contents.freezes()).extracting("id").startsWith("FRZ1");
    assertThat(contents.problems())
        .filteredOn(problem -> problem.line() == 6)
        .extracting(ChangeProblem::code)
        .containsExactly("SCOPE_INCOMPLETE");
    assertThat(contents.problems())
        .filteredOn(problem -> problem.line() == 9)
        .extracting(ChangeProblem::code)
        .contains("CELL_COUNT", "UNKNOWN_KIND");
  }

  @Test
  void readsServiceNow() throws IOException {
    String page =
        """
        {"result": [
          {"number": "CHG1", "type": "normal", "state": "-1", "approval": "approved",
           "approval_set": "2026-06-09 15:00:00", "start_date": "2026-06-10 21:00:00",
           "end_date": "2026-06-10 23:00:00", "requested_by": {"link": "https://x", "value": "r1"},
           "u_tenant": "T1", "u_app_ids": "a, b;c\\nd", "u_rows": "R-1", "u_actors": "u-1",
           "u_approver": "cab@contoso.com", "work_end": "", "sys_id": "1"},
          {"number": {"display_value": "CHG2", "value": "CHG2"},
           "type": {"display_value": "Emergency", "value": "emergency"},
           "state": {"display_value": "Cancelled"}, "approval": "approved",
           "start_date": {"display_value": "10/06/2026 23:00", "value": "2026-06-10 21:00:00"},
           "end_date": "2026-06-10 23:00:00", "closed_at": "2026-06-10 20:00:00",
           "u_tenant": "T1", "u_app_ids": "a", "u_rows": "R-1", "u_actors": "u-1"},
          {"number": "CHG3", "type": "standard", "state": "-2",
           "start_date": {"display_value": "2026-06-10 21:00:00"},
           "end_date": "2026-06-10 23:00:00",
           "u_tenant": "T1", "u_app_ids": "a", "u_rows": "R-1", "u_actors": "u-1"}]}
        """;

    FeedContents contents = read("page.json", page);

    assertThat(contents.feed().format()).isEqualTo("servicenow");
    assertThat(contents.feed().readAt()).isEqualTo(MODIFIED);
    assertThat(contents.windows()).extracting(ChangeWindow::id).containsExactly("CHG1", "CHG2");
    ChangeWindow first = contents.windows().get(0);
    assertThat(first.state()).isEqualTo("implement");
    assertThat(first.requester()).isEqualTo("r1");
    assertThat(first.scope().apps()).containsExactly("a", "b", "c", "d");
    assertThat(first.schedule().first()).isEqualTo(Instant.parse("2026-06-10T21:00:00Z"));
    assertThat(first.approvedAt()).isEqualTo(Instant.parse("2026-06-09T15:00:00Z"));
    ChangeWindow second = contents.windows().get(1);
    assertThat(second.state()).isEqualTo("canceled");
    assertThat(second.canceledAt()).isEqualTo(Instant.parse("2026-06-10T20:00:00Z"));
    assertThat(contents.problems())
        .singleElement()
        .extracting(ChangeProblem::code, ChangeProblem::line, ChangeProblem::id)
        .containsExactly("NO_ZONE", 13, "CHG3");
  }

  @ParameterizedTest
  @CsvSource({
    "-5, new",
    "-4, assess",
    "-3, authorize",
    "-2, scheduled",
    "-1, implement",
    "0, review",
    "3, closed",
    "4, canceled",
    "Canceled, canceled",
    "Cancelled, canceled",
    "Authorise, authorize",
    "Scheduled, scheduled"
  })
  void knowsStatesByNumberAndLabel(String written, String state) throws IOException {
    FeedContents contents =
        read("feed.yaml", CHANGE.replace("state: Implement", "state: " + written));

    assertThat(contents.windows()).extracting(ChangeWindow::state).containsExactly(state);
  }
}
