package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands about approved changes, on the samples and the example feed of the pack. */
final class ChangesCommandTest {

  private static final String TENANT = "11111111-1111-4111-8111-111111111111";
  private static final String CHANGE =
      """
      changes:
        - id: CHG0099001
          type: normal
          state: scheduled
          approval: approved
          approvedAt: 2026-03-01T00:00:00Z
          approver: cab@contoso.com
          requester: payments@contoso.com
          tenant: 11111111-1111-4111-8111-111111111111
          apps: [dddddddd-0000-4000-8000-000000000004]
          rows: [APP-OWNER-01, APP-CRED-01]
          actors: [%s]
          start: %s
          end: %s
      """;

  @TempDir private Path folder;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out.append(run.out());
    err.append(run.err());
    return run.code();
  }

  private Path change(String actor, String start, String end) throws IOException {
    return Files.writeString(folder.resolve("change.yaml"), CHANGE.formatted(actor, start, end));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }

  @Test
  void listsWhatIsApproved() {
    assertThat(run("changes", "list")).isZero();

    assertThat(out.toString())
        .contains("CHG0031001  normal closed  approved by cab@contoso.com")
        .contains("STD0000101  standing")
        .contains("FRZ0000007  freeze");
  }

  @Test
  void tellsEveryProblemAtOnceWithFileAndLine() throws IOException {
    Path feed =
        Files.writeString(
            folder.resolve("bad.yaml"),
            CHANGE.formatted("'*'", "2026-03-08T02:30", "2026-03-08T04:30")
                + "    zone: America/New_York\n");

    assertThat(run("changes", "check", "--changes", feed.toString())).isEqualTo(ExitCode.REFUSED);

    assertThat(out.toString())
        .contains("bad.yaml:2: error: LOCAL_TIME_GAP CHG0099001")
        .contains("bad.yaml:2: error: OVERBROAD CHG0099001")
        .contains("2 refused");
  }

  @Test
  void warnsOfWhatCanNeverSuppress() {
    assertThat(run("changes", "check", "--format", "json")).isZero();

    assertThat(out.toString()).contains("the guide lets no change cover the row (app-cred-02)");
  }

  @Test
  void auditsWhatBecameOfEachChange() throws IOException {
    assertThat(run("changes", "audit", "samples", "--tenant", TENANT, "--format", "json")).isZero();

    JsonNode change = json().path("changes").get(0);
    assertThat(change.path("id").asText()).isEqualTo("CHG0031001");
    assertThat(change.path("silenced").path("count").asInt()).isEqualTo(2);
    assertThat(change.path("flaws")).isEmpty();
    JsonNode recurring = json().path("changes").get(1);
    assertThat(recurring.path("outside").path("byReason").path("ACTOR").asInt()).isEqualTo(2);
    assertThat(
            json()
                .path("suppressedMinutes")
                .path("dddddddd-0000-4000-8000-000000000004")
                .path("2026-03")
                .asInt())
        .isEqualTo(60 + 5 * 90); // one hour, and five Sundays of ninety minutes
  }

  @Test
  void tellsThatNothingHappened() throws IOException {
    Path feed = change("nobody", "2026-01-05T09:00:00Z", "2026-01-05T10:00:00Z");

    run("changes", "audit", "samples", "--tenant", TENANT, "--changes", feed.toString());

    assertThat(out.toString())
        .contains("CHG0099001  nothing happened")
        .contains("LATE_APPROVAL"); // approved in March for a day in January
  }

  @Test
  void tellsWhatAChangeWouldHaveSilenced() throws IOException {
    Path feed =
        change(
            "bbbbbbbb-0000-4000-8000-000000000002", "2026-03-04T22:00:00Z", "2026-03-04T23:00:00Z");

    assertThat(run("what-if", "--change", feed.toString(), "samples", "--tenant", TENANT)).isZero();

    assertThat(out.toString())
        .contains("Would have silenced: 1")
        .contains("{APP-OWNER-01=1}")
        .contains("{bob@contoso.com=1}");
  }

  @Test
  void saysWhenHighAlertsOfOthersFallIntoAChange() throws IOException {
    Path feed =
        change(
            "bbbbbbbb-0000-4000-8000-000000000002", "2026-03-01T02:00:00Z", "2026-03-01T03:00:00Z");

    Path none = Files.writeString(folder.resolve("none.yaml"), "changes: []\n");

    assertThat(
            run(
                "what-if",
                "--change",
                feed.toString(),
                "--changes",
                none.toString(),
                "samples",
                "--tenant",
                TENANT))
        .isEqualTo(ExitCode.FOUND);

    assertThat(out.toString())
        .contains("Would have silenced: 0")
        .contains("High alerts of other actors within its time and applications: 1")
        .contains("ada.admin@contoso.com");
  }

  @Test
  void refusesAChangeThatCanNotBeUsed() throws IOException {
    Path feed = Files.writeString(folder.resolve("empty.yaml"), "changes: []\n");

    assertThat(run("what-if", "--change", feed.toString(), "samples")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("holds no change that could be used").contains("Maybe");
  }

  @Test
  void refusesAFeedThatIsNotThere() {
    assertThat(run("evaluate", "samples", "--changes", "no-such-feed.yaml"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("no-such-feed.yaml").contains("Maybe");
  }
}
