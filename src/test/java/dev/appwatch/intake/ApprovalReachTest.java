package dev.appwatch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Schedule.Amendment;
import dev.appwatch.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** When an approval covers more than it did. */
final class ApprovalReachTest {

  private static final Instant START = Instant.parse("2026-06-10T21:00:00Z");

  /** A change window, to be edited. */
  private record Draft(
      String type,
      String state,
      String approval,
      @Nullable Instant approvedAt,
      @Nullable String approver,
      String requester,
      Set<String> apps,
      Set<String> rows,
      Set<String> actors,
      Instant start,
      Instant end,
      List<Amendment> amendments,
      @Nullable Instant workEnd,
      Duration grace,
      @Nullable Instant canceledAt,
      int count) {

    static Draft plain() {
      return new Draft(
          "normal",
          "implement",
          "approved",
          START.minusSeconds(3600),
          "cab",
          "dev",
          Set.of("a"),
          Set.of("r"),
          Set.of("x"),
          START,
          START.plusSeconds(7200),
          List.of(),
          null,
          Duration.ZERO,
          null,
          5);
    }

    ChangeWindow window() {
      return new ChangeWindow(
          "CHG1",
          type,
          state,
          approval,
          approvedAt,
          approver,
          requester,
          new Scope("t", apps, rows, actors),
          new Schedule.Once(start, end, amendments, null, workEnd),
          grace,
          canceledAt,
          count,
          new FeedPosition("f", 1));
    }
  }

  private record Edit(String name, Draft before, Draft after, List<String> wider) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Draft with(String member, Object value) {
    return with(Draft.plain(), member, value);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // each edit knows the type of its member
  private static Draft with(Draft d, String member, @Nullable Object value) {
    return new Draft(
        member.equals("type") ? (String) value : d.type,
        member.equals("state") ? (String) value : d.state,
        member.equals("approval") ? (String) value : d.approval,
        member.equals("approvedAt") ? (Instant) value : d.approvedAt,
        member.equals("approver") ? (String) value : d.approver,
        member.equals("requester") ? (String) value : d.requester,
        member.equals("apps") ? (Set<String>) value : d.apps,
        member.equals("rows") ? (Set<String>) value : d.rows,
        member.equals("actors") ? (Set<String>) value : d.actors,
        member.equals("start") ? (Instant) value : d.start,
        member.equals("end") ? (Instant) value : d.end,
        member.equals("amendments") ? (List<Amendment>) value : d.amendments,
        member.equals("workEnd") ? (Instant) value : d.workEnd,
        member.equals("grace") ? (Duration) value : d.grace,
        member.equals("canceledAt") ? (Instant) value : d.canceledAt,
        member.equals("count") ? (Integer) value : d.count);
  }

  static Stream<Object> edits() {
    Draft plain = Draft.plain();
    Instant end = plain.end;
    Draft two = with("apps", Set.of("a", "b"));
    Draft canceled = with(with("state", "canceled"), "canceledAt", START.plusSeconds(60));
    Draft late = with("approvedAt", START.plusSeconds(600));
    return Stream.of(
        new Edit("nothing", plain, plain, List.of()),
        new Edit("longer", plain, with("end", end.plusSeconds(1)), List.of("times")),
        new Edit("earlier", plain, with("start", START.minusSeconds(1)), List.of("times")),
        new Edit("shorter", plain, with("end", end.minusSeconds(1)), List.of()),
        new Edit(
            "moved",
            plain,
            with(with("start", START.plusSeconds(60)), "end", end.plusSeconds(60)),
            List.of("times")),
        new Edit("another application", plain, two, List.of("apps")),
        new Edit("fewer applications", two, plain, List.of()),
        new Edit("another row", plain, with("rows", Set.of("s")), List.of("rows")),
        new Edit("another actor", plain, with("actors", Set.of("x", "y")), List.of("actors")),
        new Edit("for more", plain, with("count", 6), List.of("expectedCount")),
        new Edit("for fewer", plain, with("count", 4), List.of()),
        new Edit("another approver", plain, with("approver", "cab2"), List.of("approver")),
        new Edit("another requester", plain, with("requester", "cab2"), List.of("requester")),
        new Edit("emergency made normal", with("type", "emergency"), plain, List.of("kind")),
        new Edit("normal made emergency", plain, with("type", "emergency"), List.of()),
        new Edit("standard", plain, with("type", "standard"), List.of()),
        new Edit("approved at last", with("approval", "requested"), plain, List.of("times")),
        new Edit("approval withdrawn", plain, with("approval", "rejected"), List.of()),
        new Edit("approved earlier", late, plain, List.of("times")),
        new Edit("approved later", plain, late, List.of()),
        new Edit("under way", with("state", "authorize"), plain, List.of("times")),
        new Edit("closed", plain, with("state", "closed"), List.of()),
        new Edit("canceled", plain, canceled, List.of()),
        new Edit("cancelation undone", canceled, plain, List.of("times")),
        new Edit(
            "canceled later",
            canceled,
            with(canceled, "canceledAt", START.plusSeconds(61)),
            List.of("times")),
        new Edit("finished early", plain, with("workEnd", START.plusSeconds(60)), List.of()),
        new Edit("finish undone", with("workEnd", START.plusSeconds(60)), plain, List.of("times")),
        new Edit(
            "extended",
            plain,
            with("amendments", List.of(new Amendment(START.plusSeconds(5), end.plusSeconds(9)))),
            List.of("times")),
        new Edit(
            "cut",
            plain,
            with("amendments", List.of(new Amendment(START.plusSeconds(5), START.plusSeconds(9)))),
            List.of()),
        new Edit("grace", plain, with("grace", Duration.ofMinutes(5)), List.of("times")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void tellsWhatGrew(Object any) {
    Edit edit = (Edit) any;

    assertThat(wider(edit.before, edit.after)).isEqualTo(edit.wider);
  }

  @Test
  void whatCoversNothingIsNoNewsAndWhatCoversSomethingIs() {
    assertThat(ApprovalReach.wider(new TreeMap<>(), reach(with("approval", "requested"))))
        .isEmpty();
    assertThat(ApprovalReach.wider(new TreeMap<>(), reach(Draft.plain()))).contains("times");
  }

  /** Whatever a window covers after an edit and not before must be told, moment by moment. */
  @Test
  void noMomentIsWonInSilence() {
    Random random = new Random(24);
    int won = 0;
    for (int round = 0; round < 4_000; round++) {
      Draft before = any(random);
      Draft after = any(random);
      boolean wins = false;
      for (int minute = -20; minute <= 40 && !wins; minute++) {
        Instant moment = START.plusSeconds(60L * minute);
        wins = covers(after, moment) && !covers(before, moment);
      }
      won += wins ? 1 : 0;
      if (wins) {
        assertThat(wider(before, after)).as("%s then %s", before, after).contains("times");
      }
    }
    assertThat(won).isGreaterThan(1_000);
  }

  private static boolean covers(Draft draft, Instant moment) {
    ChangeWindow window = draft.window();
    return !window.timeOf(moment).equals("outside")
        && window.approvedBy(moment)
        && Set.of("scheduled", "implement", "review", "closed", "canceled").contains(window.state())
        && !window.canceledBy(moment);
  }

  private static Draft any(Random random) {
    List<Amendment> amendments = new ArrayList<>();
    for (int more = random.nextInt(3); more > 0; more--) {
      amendments.add(new Amendment(at(random), at(random)));
    }
    Draft draft = with("start", START.plusSeconds(60L * random.nextInt(10)));
    draft = with(draft, "end", START.plusSeconds(60L * (10 + random.nextInt(10))));
    draft = with(draft, "amendments", amendments);
    draft =
        with(draft, "approvedAt", random.nextInt(3) == 0 ? at(random) : START.minusSeconds(9999));
    draft = with(draft, "workEnd", random.nextInt(4) == 0 ? at(random) : null);
    draft = with(draft, "grace", Duration.ofMinutes(random.nextInt(6)));
    if (random.nextInt(4) == 0) {
      draft = with(draft, "state", "canceled");
      draft = with(draft, "canceledAt", random.nextBoolean() ? at(random) : null);
    }
    return draft;
  }

  private static Instant at(Random random) {
    return START.plusSeconds(60L * (random.nextInt(30) - 5));
  }

  private static List<String> wider(Draft before, Draft after) {
    return ApprovalReach.wider(reach(before), reach(after));
  }

  private static java.util.SortedMap<String, String> reach(Draft draft) {
    return ApprovalReach.parse(ApprovalReach.of(draft.window()));
  }
}
