package dev.appwatch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Decider.Circumstances;
import dev.appwatch.model.Actor;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.model.Target;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Walks every state of the decision: each value of each dimension with each of every other, through
 * the shipped suppression rules and the decision function, held against a predicate that was
 * written from the guide and not from them.
 */
final class EveryDecisionTest {

  private static final Instant START = Instant.parse("2026-06-10T21:00:00Z");
  private static final Instant END = Instant.parse("2026-06-10T23:00:00Z");
  private static final List<Instant> TIMES =
      List.of(
          START.minusNanos(1),
          START,
          Instant.parse("2026-06-10T22:00:00Z"),
          END.minusNanos(1),
          END);
  private static final List<Boolean> BOTH = List.of(true, false);
  private static final Path PACK = Path.of("rules");
  private static final RuleBook SHIPPED = RuleBookLoader.load(PACK);

  /** Everything about a finding and a window that a decision can depend on. */
  private record State(
      boolean onFloor,
      Risk risk,
      boolean tenant,
      boolean row,
      boolean actor,
      String apps,
      Instant time,
      String approval,
      String approvedAt,
      String state,
      String approver,
      String type) {

    /** Written from the guide: what must hold for silence. */
    boolean silenceIsRight(boolean frozen, boolean stale, String hours) {
      boolean inScope = tenant && row && actor && apps.equals("all");
      boolean inTime = !time.isBefore(START) && time.isBefore(END);
      boolean agreed =
          approval.equals("approved")
              && List.of("before", "at").contains(approvedAt)
              && List.of("implement", "canceled after").contains(state)
              && approver.equals("other");
      boolean tooSerious = type.equals("emergency") && risk == Risk.HIGH;
      return inScope
          && inTime
          && agreed
          && !tooSerious
          && !onFloor
          && !frozen
          && !stale
          && !hours.equals("error");
    }

    Finding finding() {
      List<Target> targets = new ArrayList<>();
      if (!apps.equals("none")) {
        targets.add(new Target("Application", null, "app-a", null));
      }
      if (!apps.equals("all")) {
        targets.add(new Target("ServicePrincipal", null, "app-b", null));
      }
      return new Finding(
          "f",
          "APP-CRED-01",
          "title",
          risk,
          Disposition.ALERT,
          List.of(),
          "summary",
          tenant ? "t1" : "t2",
          time,
          new Actor("application", approver.equals("actor") ? "cab" : "pipeline", null, null, null),
          targets,
          List.of(),
          new Decision(null, "NO_CHANGE", null),
          List.of(),
          "g",
          List.of(),
          "sha256:0",
          onFloor ? List.of("row") : List.of());
    }

    ChangeWindow window() {
      Instant approved =
          switch (approvedAt) {
            case "before" -> Instant.parse("2026-06-01T00:00:00Z");
            case "at" -> time;
            case "after" -> Instant.parse("2026-06-11T08:00:00Z");
            default -> null;
          };
      Instant canceled =
          switch (state) {
            case "canceled before" -> Instant.parse("2026-06-10T20:00:00Z");
            case "canceled after" -> Instant.parse("2026-06-11T09:00:00Z");
            default -> null;
          };
      return new ChangeWindow(
          toString(), // an id for each
          type,
          state.startsWith("canceled") ? "canceled" : state,
          approval,
          approved,
          approver.equals("unlisted") ? "stranger" : "cab",
          approver.equals("requester") ? "cab" : "developer",
          new Scope(
              "t1",
              Set.of("app-a"),
              Set.of(row ? "APP-CRED-01" : "APP-URI-02"),
              Set.of(actor ? (approver.equals("actor") ? "cab" : "pipeline") : "nobody")),
          new Schedule.Once(START, END, List.of(), null, null),
          Duration.ZERO,
          canceled,
          5,
          new FeedPosition("test", 1));
    }
  }

  /** Where the walk ended. */
  private record Walk(long states, long suppressed, @Nullable String counterExample) {}

  /** A decision function under test. */
  private interface Decide {
    Finding decide(Finding finding, Circumstances at, List<Statement> statements);
  }

  @Test
  void silencesExactlyWhatMayBeSilenced() {
    Walk walk = walk(SHIPPED, Decider::decide);

    assertThat(walk.counterExample()).isNull();
    assertThat(walk.states()).isEqualTo(2_211_840);
    assertThat(walk.suppressed()).isEqualTo(120);
  }

  /** Faults in the decision itself: each takes away one thing that must hold. */
  private enum DecisionFault {
    FLOOR_IS_ONLY_FOR_SERIOUS_FINDINGS {
      @Override
      Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
        return Decider.decide(
            finding.risk() == Risk.LOW ? finding.onFloor(List.of()) : finding, at, statements);
      }
    },
    FREEZE_IS_FORGOTTEN {
      @Override
      Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
        return Decider.decide(finding, with(at, at.hours(), false, at.stale()), statements);
      }
    },
    STALE_FEED_IS_TRUSTED {
      @Override
      Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
        return Decider.decide(finding, with(at, at.hours(), at.frozen(), false), statements);
      }
    },
    BROKEN_CALENDAR_IS_OFF_HOURS {
      @Override
      Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
        String hours = at.hours().equals("error") ? "off" : at.hours();
        return Decider.decide(finding, with(at, hours, at.frozen(), at.stale()), statements);
      }
    },
    AN_OBJECTION_IS_OVERHEARD {
      @Override
      Finding decide(Finding finding, Circumstances at, List<Statement> statements) {
        List<Statement> heard =
            statements.stream().filter(s -> !s.rule().code().equals("EMERGENCY")).toList();
        return Decider.decide(finding, at, heard);
      }
    };

    abstract Finding decide(Finding finding, Circumstances at, List<Statement> statements);

    private static Circumstances with(
        Circumstances at, String hours, boolean frozen, boolean stale) {
      return new Circumstances(
          at.timeKnown(), at.ahead(), hours, frozen, stale, at.suppressible(), at.raise());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.appwatch.evaluate.EveryDecisionTest#decisionFaults")
  void findsAFaultOfTheDecision(Object fault) {
    Walk walk = walk(SHIPPED, ((DecisionFault) fault)::decide);

    assertThat(walk.counterExample()).isNotNull();
  }

  static Stream<Object> decisionFaults() {
    return Stream.of((Object[]) DecisionFault.values());
  }

  /** A fault in the rules: what a careless or hostile edit would take away. */
  private record RuleFault(String name, UnaryOperator<String> edit) {

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Object> ruleFaults() {
    return Stream.of(
        new RuleFault(
            "tenant",
            text ->
                text.replace("scope.holdsTenant($finding.tenant) == true,", "")
                    .replace("scope.holdsTenant($finding.tenant) == false", "id == null")),
        new RuleFault(
            "actor",
            text ->
                text.replace("scope.holdsActor($finding.actor) == true,", "")
                    .replace("scope.holdsActor($finding.actor) == false", "id == null")),
        new RuleFault(
            "partial scope",
            text ->
                text.replace(
                        "holdsEverySubject($finding) == true", "holdsSomeSubject($finding) == true")
                    .replace("scope.holdsEverySubject($finding) == false", "id == null")),
        new RuleFault(
            "late approval",
            text ->
                text.replace("approvedBy($finding.time) == true,", "approvedAt != null,")
                    .replace("approvedBy($finding.time) == false", "id == null")),
        new RuleFault(
            "unlisted approver",
            text ->
                text.replace("list($change.approver) == true", "ids != null")
                    .replace("list($approval.approver) == false", "ids == null")),
        new RuleFault(
            "emergency",
            text -> text.replace("type == \"emergency\"", "type == \"emergency\", id == null")));
  }

  @ParameterizedTest
  @MethodSource("dev.appwatch.evaluate.EveryDecisionTest#ruleFaults")
  void findsAFaultOfTheRules(Object fault, @TempDir Path copy) throws IOException {
    int edited = 0;
    try (Stream<Path> files = Files.list(PACK.resolve("drl/suppression"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        String changed = ((RuleFault) fault).edit().apply(text);
        edited += text.equals(changed) ? 0 : 1;
        Path target = copy.resolve("drl/suppression").resolve(String.valueOf(file.getFileName()));
        Files.createDirectories(target.getParent());
        Files.writeString(target, changed);
      }
    }
    assertThat(edited).isPositive();

    Walk walk = walk(RuleBookLoader.load(copy), Decider::decide);

    assertThat(walk.counterExample()).isNotNull();
  }

  private static Walk walk(RuleBook book, Decide decide) {
    Context context = Context.load(PACK, approvers());
    long states = 0;
    long suppressed = 0;
    try (Evaluator evaluator = new Evaluator(book, context, null)) {
      for (List<State> alike : alike().toList()) {
        Finding finding = alike.get(0).finding();
        Map<String, List<Statement>> stated = ask(evaluator, finding, alike);
        for (State state : alike) {
          List<Statement> statements = stated.getOrDefault(state.toString(), List.of());
          for (boolean frozen : BOTH) {
            for (boolean stale : BOTH) {
              for (String hours : List.of("unknown", "off", "error")) {
                Circumstances at = new Circumstances(true, false, hours, frozen, stale, true, true);
                Finding decided = decide.decide(finding, at, statements);
                boolean silent = decided.disposition() == Disposition.SUPPRESSED;
                states++;
                suppressed += silent ? 1 : 0;
                if (silent != state.silenceIsRight(frozen, stale, hours)) {
                  return new Walk(
                      states,
                      suppressed,
                      "%s frozen %s stale %s hours %s: %s"
                          .formatted(state, frozen, stale, hours, decided.decision()));
                }
              }
            }
          }
        }
      }
    }
    return new Walk(states, suppressed, null);
  }

  /** Asks about a finding and a window for each state: what is stated, by the window's id. */
  private static Map<String, List<Statement>> ask(
      Evaluator evaluator, Finding finding, List<State> states) {
    List<ChangeWindow> windows = states.stream().map(State::window).toList();
    return evaluator.ask(finding, windows).stream()
        .collect(Collectors.groupingBy(statement -> statement.approval().id()));
  }

  /** Returns every state, those whose finding is the same together. */
  private static Stream<List<State>> alike() {
    return states()
        .flatMap(
            some ->
                some.stream()
                    .collect(
                        Collectors.groupingBy(
                            State::finding, LinkedHashMap::new, Collectors.toList()))
                    .values()
                    .stream());
  }

  private static com.fasterxml.jackson.databind.JsonNode approvers() {
    try {
      return new com.fasterxml.jackson.databind.ObjectMapper()
          .readTree("{\"policy\": {\"approvers\": [\"cab\"]}}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<List<State>> states() {
    return BOTH.stream()
        .flatMap(
            floor ->
                Stream.of(Risk.values())
                    .flatMap(risk -> BOTH.stream().flatMap(tenant -> scopes(floor, risk, tenant))));
  }

  private static Stream<List<State>> scopes(boolean floor, Risk risk, boolean tenant) {
    return BOTH.stream()
        .flatMap(
            row ->
                BOTH.stream()
                    .flatMap(
                        actor ->
                            Stream.of("all", "part", "none")
                                .flatMap(
                                    apps ->
                                        TIMES.stream()
                                            .map(
                                                time ->
                                                    approvals(
                                                        floor, risk, tenant, row, actor, apps,
                                                        time)))));
  }

  /** Returns the states of one scope and time. */
  private static List<State> approvals(
      boolean floor,
      Risk risk,
      boolean tenant,
      boolean row,
      boolean actor,
      String apps,
      Instant time) {
    List<State> states = new ArrayList<>();
    for (String approval : List.of("approved", "rejected")) {
      for (String approvedAt : List.of("before", "at", "after", "unknown")) {
        for (String state :
            List.of("implement", "authorize", "canceled before", "canceled after")) {
          for (String approver : List.of("other", "actor", "requester", "unlisted")) {
            for (String type : List.of("normal", "emergency")) {
              states.add(
                  new State(
                      floor,
                      risk,
                      tenant,
                      row,
                      actor,
                      apps,
                      time,
                      approval,
                      approvedAt,
                      state,
                      approver,
                      type));
            }
          }
        }
      }
    }
    return states;
  }
}
