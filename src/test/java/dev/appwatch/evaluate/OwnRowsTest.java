package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.context.Policy;
import dev.appwatch.evaluate.Decider.Circumstances;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.rules.SuppressionRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Walks every state of the decision about findings of this program's own rows: whatever approvals,
 * hours, calendars, freezes and suppression rules say, they alert.
 */
final class OwnRowsTest {

  private static final Instant START = Instant.parse("2026-06-10T21:00:00Z");
  private static final List<Boolean> BOTH = List.of(true, false);
  private static final Floor FLOOR =
      new Floor(new Policy.Floor(Set.of(), Set.of(), Set.of(), Set.of()), Set.of());

  /** Every row that is built in, and those of the shipped pack. */
  private static Stream<String> rows() {
    return Stream.concat(
        Stream.of(OwnRow.values()).map(row -> row.card().id()),
        Stream.of(
            "APPWATCH-FEED-01", "APPWATCH-SELF-01", "appwatch-self-01", "APPWATCH\u2011SELF-01"));
  }

  private static Scope everything(String row) {
    return new Scope("t", Set.of("a-1", "o-1"), Set.of(row), Set.of("u-1", "app-of-actor"));
  }

  /** What rules, shipped or hostile, might state about approvals that are perfect. */
  private static List<List<Statement>> statements(String row) {
    ChangeWindow window =
        new ChangeWindow(
            "CHG1",
            "normal",
            "implement",
            "approved",
            START.minusSeconds(9),
            "cab",
            "dev",
            everything(row),
            new Schedule.Once(START, START.plusSeconds(7200), List.of(), null, null),
            Duration.ZERO,
            null,
            1000,
            new FeedPosition("f", 1));
    StandingApproval standing =
        new StandingApproval(
            "STD1",
            "approved",
            START.minusSeconds(9),
            "cab",
            "dev",
            everything(row),
            START,
            START.plusSeconds(7200),
            "business-hours",
            null,
            1000,
            new FeedPosition("f", 2));
    List<List<Statement>> all = new ArrayList<>(List.of(List.of()));
    for (String code : List.of("APPROVED_CHANGE", "IN_GRACE", "WITHDRAWN_LATER", "ANYTHING")) {
      SuppressionRule cover = new SuppressionRule("r", true, code, "");
      all.add(List.of(new Statement(cover, window)));
      all.add(List.of(new Statement(cover, standing)));
      all.add(List.of(new Statement(cover, window), new Statement(cover, standing)));
    }
    return all;
  }

  @Test
  void nothingSetsAFindingAboutThisProgramAside() {
    long states = 0;
    List<String> silent = new ArrayList<>();
    for (String row : rows().toList()) {
      for (Risk risk : Risk.values()) {
        Finding raised = new FindingBuilder().rule(row).risk(risk).build();
        Finding finding = raised.onFloor(List.copyOf(FLOOR.of(raised)));
        for (List<Statement> statements : statements(row)) {
          for (Circumstances at : circumstances()) {
            states++;
            Finding decided = Decider.decide(finding, at, statements);
            if (decided.disposition() != Disposition.ALERT
                || decided.decision().change() != null
                || decided.risk().compareTo(risk) < 0) {
              silent.add(row + " " + at + " " + statements);
            }
          }
        }
      }
    }

    assertThat(silent).isEmpty();
    assertThat(states).isEqualTo(10L * 3 * 13 * 320);
  }

  @Test
  void theSameStatesSetOthersAsideSoThatTheWalkCanFail() {
    Finding other = new FindingBuilder().rule("APP-CRED-01").build();

    assertThat(
            circumstances().stream()
                .filter(
                    at ->
                        Decider.decide(other, at, statements("APP-CRED-01").get(1)).disposition()
                            == Disposition.SUPPRESSED))
        .isNotEmpty();
  }

  private static List<Circumstances> circumstances() {
    List<Circumstances> all = new ArrayList<>();
    for (boolean timeKnown : BOTH) {
      for (boolean ahead : BOTH) {
        for (String hours : List.of("inside", "off", "holiday", "error", "unknown")) {
          for (boolean frozen : BOTH) {
            for (boolean stale : BOTH) {
              for (boolean suppressible : BOTH) {
                for (boolean raise : BOTH) {
                  all.add(
                      new Circumstances(
                          timeKnown, ahead, hours, frozen, stale, suppressible, raise));
                }
              }
            }
          }
        }
      }
    }
    return all;
  }
}
