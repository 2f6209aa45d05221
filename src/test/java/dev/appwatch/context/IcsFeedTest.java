package dev.appwatch.context;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IcsFeedTest {

  private static final FeedOptions OPTIONS =
      new FeedOptions(
          Instant.parse("2026-06-10T21:30:00Z"), Duration.ZERO, ServiceNowFields.DEFAULT);

  private static final String OUTLOOK_ZONE =
      """
      BEGIN:VTIMEZONE
      TZID:Contoso Time
      BEGIN:STANDARD
      DTSTART:16010101T030000
      TZOFFSETFROM:+0200
      TZOFFSETTO:+0100
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
      END:STANDARD
      BEGIN:DAYLIGHT
      DTSTART:16010101T020000
      TZOFFSETFROM:+0100
      TZOFFSETTO:+0200
      RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
      END:DAYLIGHT
      END:VTIMEZONE
      """;

  private static FeedContents read(String times) {
    return readAll(event("CHG1", times));
  }

  private static FeedContents readAll(String components) {
    String text =
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//contoso//EN\n" + components + "END:VCALENDAR\n";
    return ChangeFeedReader.read(
        new FeedFile(text, "sha256:0", Instant.EPOCH), "feed.ics", OPTIONS);
  }

  private static String event(String id, String times) {
    return """
    BEGIN:VEVENT
    UID:%s
    SUMMARY:Rotate\\, and check
    %s
    X-APPWATCH-TYPE:normal
    X-APPWATCH-STATE:scheduled
    X-APPWATCH-APPROVAL:approved
    X-APPWATCH-APPROVED-AT:20260101T000000Z
    X-APPWATCH-APPROVER:cab@contoso.com
    X-APPWATCH-TENANT:T1
    X-APPWATCH-APPS:app-a\\,app-b
    X-APPWATCH-ROWS:APP-CRED-01
    X-APPWATCH-ACTORS:sp-1
    BEGIN:VALARM
    TRIGGER:-PT15M
    ACTION:DISPLAY
    DESCRIPTION:soon
    END:VALARM
    END:VEVENT
    """
        .formatted(id, times.replace("|", "\n"));
  }

  private static List<String> starts(FeedContents contents) {
    assertThat(contents.problems()).isEmpty();
    Schedule schedule = contents.windows().get(0).schedule();
    return ((Schedule.Occurrences) schedule).starts().stream().map(Instant::toString).toList();
  }

  @Test
  void readsAnEvent() {
    FeedContents contents = read("DTSTART:20260610T210000Z|DTEND:20260610T230000Z");

    assertThat(contents.problems()).isEmpty();
    ChangeWindow window = contents.windows().get(0);
    assertThat(window.id()).isEqualTo("CHG1");
    assertThat(window.scope().apps()).containsExactly("app-a", "app-b");
    assertThat(window.approvedAt()).isEqualTo(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(window.position().line()).isEqualTo(4);
    assertThat(window.schedule().first()).isEqualTo(Instant.parse("2026-06-10T21:00:00Z"));
    assertThat(contents.feed().format()).isEqualTo("icalendar");
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART;TZID=Europe/London:20260610T210000, 2026-06-10T20:00:00Z",
    "DTSTART;TZID=\"Europe/London\":20260610T210000, 2026-06-10T20:00:00Z",
    "DTSTART;TZID=/vendor.example/Europe/London:20260610T210000, 2026-06-10T20:00:00Z",
    "DTSTART;TZID=America/New_York:20260308T023000, 2026-03-08T07:30:00Z", // in the gap
    "DTSTART;TZID=America/New_York:20261101T013000, 2026-11-01T05:30:00Z", // the first of two
    "DTSTART;TZID=Contoso Time:20260610T210000, 2026-06-10T19:00:00Z",
    "DTSTART;TZID=Contoso Time:20260110T210000, 2026-01-10T20:00:00Z",
    "DTSTART;TZID=Contoso Time:20260329T023000, 2026-03-29T01:30:00Z"
  })
  void readsLocalTimesByTheirZone(String start, Instant moment) {
    FeedContents contents = readAll(OUTLOOK_ZONE + event("CHG1", start + "|DURATION:PT90M"));

    assertThat(contents.problems()).isEmpty();
    assertThat(contents.windows().get(0).schedule().first()).isEqualTo(moment);
    assertThat(contents.windows().get(0).schedule().length()).isEqualTo(Duration.ofMinutes(90));
  }

  @Test
  void spellsOutARecurrenceAcrossClockChangesWithoutItsExceptions() {
    FeedContents contents =
        read(
            "DTSTART;TZID=America/New_York:20260301T023000|DURATION:PT1H"
                + "|RRULE:FREQ=WEEKLY;BYDAY=SU;UNTIL=20260322T063000Z"
                + "|EXDATE;TZID=America/New_York:20260315T023000"
                + "|RDATE;TZID=America/New_York:20260401T023000");

    assertThat(starts(contents))
        .containsExactly(
            "2026-03-01T07:30:00Z",
            "2026-03-08T07:30:00Z",
            "2026-03-22T06:30:00Z",
            "2026-04-01T06:30:00Z");
  }

  @Test
  void countsAndSkipsDatesThatDoNotExist() {
    assertThat(
            starts(
                read(
                    "DTSTART:20260131T020000Z|DURATION:PT1H|RRULE:FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3"
                        + "|EXDATE;VALUE=DATE:20260331")))
        .containsExactly("2026-01-31T02:00:00Z", "2026-05-31T02:00:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "DTSTART:20260610T210000Z|DTEND:20260610T210000Z ! EMPTY_WINDOW",
        "DTSTART:20260610T210000Z|DTEND:20260610T200000Z ! END_BEFORE_START",
        "DTSTART:20260610T210000Z|DTEND:20260611T220000Z ! OVERLONG",
        "DTSTART:20260610T210000Z ! MISSING_BOUND",
        "DTEND:20260610T210000Z ! MISSING_BOUND",
        "DTSTART:20260610T210000|DTEND:20260610T220000 ! NO_ZONE",
        "DTSTART;VALUE=DATE:20260610 ! NO_ZONE",
        "DTSTART;VALUE=DATE:20260610|DTEND;VALUE=DATE:20260613 ! NO_ZONE OVERLONG",
        "DTSTART;TZID=W. Europe Standard Time:20260610T210000|DURATION:PT1H ! BAD_ZONE",
        "DTSTART:20260631T210000Z|DURATION:PT1H ! BAD_DATE",
        "DTSTART:2026-06-10|DURATION:PT1H ! BAD_TIME",
        "DTSTART:20260610T210000Z|DURATION:1 hour ! BAD_TIME",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=DAILY ! UNBOUNDED_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=DAILY;COUNT=400 ! UNBOUNDED_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=DAILY;UNTIL=20280101T000000Z ! UNBOUNDED_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;UNTIL=20270601T000000Z ! UNBOUNDED_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=SECONDLY;COUNT=5 ! BAD_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=DAILY;INTERVAL=0;COUNT=5 ! BAD_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=5 ! BAD_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT1H|RECURRENCE-ID:20260610T210000Z ! BAD_RECURRENCE",
        "DTSTART:20260610T210000Z|DURATION:PT25H|RRULE:FREQ=DAILY;COUNT=5 ! OVERLONG",
        "DTSTART:20260610T210000Z|DURATION:PT0S|RRULE:FREQ=DAILY;COUNT=5 ! EMPTY_WINDOW",
        "DTSTART:20260610T210000Z|DURATION:PT1H|X-APPWATCH-APP:x ! UNKNOWN_MEMBER"
      })
  void refusesAnEventByItsCode(String times, String codes) {
    FeedContents contents =
        readAll(event("CHG1", times) + event("CHG2", "DTSTART:20260610T210000Z|DURATION:PT1H"));

    assertThat(contents.windows()).extracting(ChangeWindow::id).containsExactly("CHG2");
    assertThat(contents.problems())
        .extracting(ChangeProblem::code)
        .containsExactlyInAnyOrder(codes.split(" "));
    assertThat(contents.problems()).allMatch(problem -> problem.line() == 4);
    assertThat(contents.problems()).allMatch(problem -> "CHG1".equals(problem.id()));
  }

  @Test
  void aDayIsADayOfTheZoneOfTheCalendar() {
    FeedContents contents =
        readAll("X-WR-TIMEZONE:Europe/London\n" + event("CHG1", "DTSTART;VALUE=DATE:20260610"));

    assertThat(contents.problems()).isEmpty();
    assertThat(contents.windows().get(0).schedule().first())
        .isEqualTo(Instant.parse("2026-06-09T23:00:00Z"));
    assertThat(contents.windows().get(0).schedule().length()).isEqualTo(Duration.ofHours(24));
  }

  @Test
  void aCanceledEventIsACanceledChange() {
    FeedContents contents =
        readAll(
            "X-APPWATCH-READ-AT:20260610T211500Z\n"
                + event("CHG1", "STATUS:CANCELLED|DTSTART:20260610T210000Z|DURATION:PT1H"));

    assertThat(contents.windows().get(0).state()).isEqualTo("canceled");
    assertThat(contents.feed().readAt()).isEqualTo(Instant.parse("2026-06-10T21:15:00Z"));
  }

  @Test
  void readsFoldedLinesAndFreezes() {
    FeedContents contents =
        readAll(
            """
            BEGIN:VEVENT
            UID:FRZ
             1
            X-APPWATCH-KIND:freeze
            DTSTART:20261220T000000Z
            DTEND:20270102T000000Z
            END:VEVENT
            """);

    assertThat(contents.problems()).isEmpty();
    assertThat(contents.freezes()).extracting("id").containsExactly("FRZ1");
  }
}
