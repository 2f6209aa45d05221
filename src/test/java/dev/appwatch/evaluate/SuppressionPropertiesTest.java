package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.model.Target;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What must hold for every finding and every set of windows, through the shipped rules. */
final class SuppressionPropertiesTest {

  private static final Path PACK = Path.of("rules");
  private static final RuleBook BOOK = RuleBookLoader.load(PACK);
  private static final Context BARE = Context.load(PACK, approvers());
  private static final Instant NOON = Instant.parse("2026-06-10T12:00:00Z");

  private static ObjectNode approvers() {
    ObjectNode differences = new ObjectMapper().createObjectNode();
    differences.putObject("policy").putArray("approvers").add("cab");
    return differences;
  }

  @Provide
  Arbitrary<ChangeWindow> window() {
    Arbitrary<Schedule> once =
        Combinators.combine(
                Arbitraries.integers().between(-600, 600), Arbitraries.integers().between(1, 600))
            .as(
                (start, length) ->
                    new Schedule.Once(
                        NOON.plusSeconds(start * 60L),
                        NOON.plusSeconds((start + length) * 60L),
                        List.of(),
                        null,
                        null));
    return Combinators.combine(
            once,
            Arbitraries.of("t1", "t2"),
            Arbitraries.of("app-a", "app-b", "app-c").set().ofMinSize(1),
            Arbitraries.of("APP-CRED-01", "APP-OWNER-01", "APP-URI-02").set().ofMinSize(1),
            Arbitraries.of("ada", "bob", "job").set().ofMinSize(1),
            Arbitraries.of("normal", "emergency"),
            Arbitraries.of("implement", "authorize", "canceled"),
            Arbitraries.of("cab", "stranger"))
        .as(
            (schedule, tenant, apps, rows, actors, type, state, approver) ->
                new ChangeWindow(
                    "?",
                    type,
                    state,
                    "approved",
                    NOON.minusSeconds(86_400),
                    approver,
                    "developer",
                    new Scope(tenant, apps, rows, actors),
                    schedule,
                    Duration.ZERO,
                    null,
                    25,
                    new FeedPosition("test", 1)));
  }

  @Provide
  Arbitrary<List<ChangeWindow>> windows() {
    return window().list().ofMaxSize(12).map(SuppressionPropertiesTest::numbered);
  }

  private static List<ChangeWindow> numbered(List<ChangeWindow> windows) {
    List<ChangeWindow> numbered = new ArrayList<>();
    for (ChangeWindow w : windows) {
      numbered.add(
          new ChangeWindow(
              "CHG%04d".formatted(numbered.size()),
              w.type(),
              w.state(),
              w.approval(),
              w.approvedAt(),
              w.approver(),
              w.requester(),
              w.scope(),
              w.schedule(),
              w.grace(),
              w.canceledAt(),
              w.expectedCount(),
              w.position()));
    }
    return numbered;
  }

  @Provide
  Arbitrary<Finding> finding() {
    return Combinators.combine(
            Arbitraries.integers().between(-700, 700),
            Arbitraries.of("t1", "t2"),
            Arbitraries.of("app-a", "app-b", "app-c").set().ofMinSize(1).ofMaxSize(2),
            Arbitraries.of("APP-CRED-01", "APP-OWNER-01", "APP-URI-02"),
            Arbitraries.of("ada", "bob", "job"),
            Arbitraries.of(Risk.class))
        .as(
            (minute, tenant, apps, rule, actor, risk) ->
                new Finding(
                    "f",
                    rule,
                    "title",
                    risk,
                    Disposition.ALERT,
                    List.of(),
                    "summary",
                    tenant,
                    NOON.plusSeconds(minute * 60L),
                    new Actor("user", actor, null, null, null),
                    apps.stream().map(app -> new Target("Application", null, app, null)).toList(),
                    List.of(),
                    new Decision(null, "NO_CHANGE", null),
                    List.of(),
                    "g",
                    List.of(),
                    "p",
                    List.of()));
  }

  private static Finding decide(Finding finding, List<ChangeWindow> windows, List<Freeze> freezes) {
    ChangeRegister register = new ChangeRegister(List.of(), windows, List.of(), freezes);
    try (Evaluator evaluator = new Evaluator(BOOK, BARE.with(register), null)) {
      return evaluator.decide(finding);
    }
  }

  private static boolean suppressed(Finding finding) {
    return finding.disposition() == Disposition.SUPPRESSED;
  }

  @Property(tries = 300)
  void aSuppressedFindingCitesExactlyOneChangeThatWasInForce(
      @ForAll("finding") Finding finding, @ForAll("windows") List<ChangeWindow> windows) {
    Finding decided = decide(finding, windows, List.of());

    if (suppressed(decided)) {
      assertThat(windows)
          .filteredOn(window -> window.id().equals(decided.decision().change()))
          .singleElement()
          .satisfies(
              window -> {
                assertThat(window.timeOf(finding.time())).isEqualTo("inside");
                assertThat(window.scope().holdsEverySubject(finding)).isTrue();
                assertThat(window.scope().holdsActor(finding.actor())).isTrue();
                assertThat(window.approver()).isEqualTo("cab");
              });
    } else {
      assertThat(decided.decision().change()).isNull();
    }
  }

  @Property(tries = 200)
  void withoutWindowsEverythingAlerts(@ForAll("finding") Finding finding) {
    assertThat(suppressed(decide(finding, List.of(), List.of()))).isFalse();
  }

  @Property(tries = 300)
  void fewerWindowsNeverSilenceMore(
      @ForAll("finding") Finding finding, @ForAll("windows") List<ChangeWindow> windows) {
    boolean some = suppressed(decide(finding, windows.subList(0, windows.size() / 2), List.of()));
    boolean all = suppressed(decide(finding, windows, List.of()));

    assertThat(!some || all).isTrue();
  }

  @Property(tries = 300)
  void theOrderOfWindowsDoesNotMatter(
      @ForAll("finding") Finding finding,
      @ForAll("windows") List<ChangeWindow> windows,
      @ForAll Random random) {
    List<ChangeWindow> shuffled = new ArrayList<>(windows);
    Collections.shuffle(shuffled, random);

    assertThat(decide(finding, shuffled, List.of())).isEqualTo(decide(finding, windows, List.of()));
  }

  @Property(tries = 300)
  void aWindowChangesNothingOutsideItsScope(
      @ForAll("finding") Finding finding,
      @ForAll("windows") List<ChangeWindow> windows,
      @ForAll("window") ChangeWindow added) {
    Scope scope = added.scope();
    boolean inScope =
        scope.holdsTenant(finding.tenant())
            && scope.holdsRow(finding.rule())
            && scope.holdsActor(finding.actor())
            && scope.holdsEverySubject(finding);
    List<ChangeWindow> more = new ArrayList<>(windows);
    more.add(added);

    Finding before = decide(finding, windows, List.of());
    Finding after = decide(finding, numbered(more), List.of());

    if (!inScope) {
      assertThat(after.disposition()).isEqualTo(before.disposition());
      assertThat(after.decision().change()).isEqualTo(before.decision().change());
      assertThat(after.risk()).isEqualTo(before.risk());
    }
  }

  @Property(tries = 200)
  void nothingIsSilencedInAFreeze(
      @ForAll("finding") Finding finding, @ForAll("windows") List<ChangeWindow> windows) {
    Freeze freeze =
        new Freeze(
            "FRZ1",
            finding.time().minusSeconds(1),
            finding.time().plusSeconds(1),
            null,
            new FeedPosition("test", 1));

    assertThat(suppressed(decide(finding, windows, List.of(freeze)))).isFalse();
  }

  @Property(tries = 300)
  void theIndexMissesNoWindowThatCovers(
      @ForAll("finding") Finding finding, @ForAll("windows") List<ChangeWindow> windows) {
    ChangeRegister register = new ChangeRegister(List.of(), windows, List.of(), List.of());
    Set<String> near = new HashSet<>();
    register.near(finding).forEach(approval -> near.add(approval.id()));

    try (Evaluator evaluator = new Evaluator(BOOK, BARE.with(register), null)) {
      List<String> covering =
          evaluator.ask(finding, windows).stream()
              .filter(statement -> statement.rule().cover())
              .map(statement -> statement.approval().id())
              .toList();
      assertThat(near).containsAll(covering);
    }
  }

  @Property(tries = 100)
  void askingTwiceGivesTheSame(
      @ForAll("finding") Finding finding, @ForAll("windows") List<ChangeWindow> windows) {
    ChangeRegister register = new ChangeRegister(List.of(), windows, List.of(), List.of());
    try (Evaluator evaluator = new Evaluator(BOOK, BARE.with(register), null)) {
      assertThat(evaluator.decide(finding)).isEqualTo(evaluator.decide(finding));
    }
  }
}
