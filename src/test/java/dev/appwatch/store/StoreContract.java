package dev.appwatch.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.appwatch.FindingBuilder;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store promises, whatever database it uses. */
abstract class StoreContract {

  static final Instant AT = Instant.parse("2026-06-11T08:00:00Z");
  private static final Instant START = Instant.parse("2026-06-10T21:00:00Z");
  static final FindingCodec CODEC = FindingCodec.of(FindingJson::encode, FindingJson::decode);

  Store store;

  /** Returns where an empty store is. */
  abstract StoreAddress address() throws Exception;

  @BeforeEach
  void open() throws Exception {
    store = Store.open(address(), CODEC);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void keepsWhatADeliveryLedTo() throws Exception {
    Finding finding = new FindingBuilder().event("http", 1).build();
    commit(outcome("http", new Totals(2, 1, 1), List.of(finding), List.of(bad("http", 2))));

    store.close();
    store = Store.open(address(), CODEC);

    assertThat(all()).containsExactly(finding);
    assertThat(waiting()).hasSize(1);
    assertThat(waiting().get(0).record().bytes()).isEqualTo(new byte[] {'{', 0, 2});
    assertThat(waiting().get(0).record().reason()).isEqualTo(QuarantineReason.MALFORMED_JSON);
    assertThat(store.totals()).containsExactly(java.util.Map.entry("http", new Totals(2, 1, 1)));
    assertThat(store.check()).isEmpty();
  }

  @Test
  void countsFindingsByWhyTheyWereDecidedAlsoThoseOfAnOlderStore() throws Exception {
    commit(outcome("files", new Totals(1, 1, 0), List.of(decidedFor("NO_CHANGE")), List.of()));
    commit(outcome("files", new Totals(1, 1, 0), List.of(decidedFor("FLOOR")), List.of()));
    List<Figures.Kind> counted = store.figures().findings();
    store.close();
    try (Connection connection = DriverManager.getConnection(address().url());
        Statement statement = connection.createStatement()) {
      statement.execute("DROP INDEX finding_kind");
      statement.execute("ALTER TABLE sink DROP COLUMN owner");
      statement.execute("ALTER TABLE sink DROP COLUMN claimed");
      statement.execute("ALTER TABLE finding DROP COLUMN reason");
      statement.execute("DELETE FROM flyway_schema_history WHERE version IN ('5', '6')");
    }

    store = Store.open(address(), CODEC);

    assertThat(counted).extracting(Figures.Kind::reason).containsOnlyOnce("NO_CHANGE", "FLOOR");
    assertThat(store.figures().findings()).containsExactlyInAnyOrderElementsOf(counted);
  }

  private static Finding decidedFor(String reason) {
    return new FindingBuilder()
        .id(reason)
        .disposition(Disposition.ALERT)
        .decision(new Decision(null, reason, null))
        .event("http", 1)
        .build();
  }

  @Test
  void mergesTwinsAndRemembersWhenTheyWereSeen() {
    Finding first = new FindingBuilder().risk(Risk.LOW).reasons("A").event("audit.json", 1).build();
    Finding twin = new FindingBuilder().risk(Risk.HIGH).reasons("B").event("audit.json", 2).build();
    commit(outcome("files", new Totals(1, 1, 0), List.of(first), List.of()));
    store.commit(
        new Outcome(
            "files",
            null,
            new Totals(1, 1, 0),
            List.of(twin),
            List.of(),
            List.of(),
            List.of(),
            AT.plusSeconds(60)),
        NONE);

    StoredFinding stored = store.findings().withId(first.id()).orElseThrow();

    assertThat(stored.finding().risk()).isEqualTo(Risk.HIGH);
    assertThat(stored.finding().reasons()).containsExactly("A", "B");
    assertThat(stored.finding().events()).hasSize(2);
    assertThat(stored.firstSeen()).isEqualTo(AT);
    assertThat(stored.lastSeen()).isEqualTo(AT.plusSeconds(60));
    assertThat(stored.times()).isEqualTo(2);
  }

  @Test
  void aRedeliveryChangesNothingButTheCount() {
    Finding finding = new FindingBuilder().event("audit.json", 1).build();
    commit(outcome("files", new Totals(1, 1, 0), List.of(finding), List.of()));
    long change = store.lastChange();

    commit(outcome("files", new Totals(1, 1, 0), List.of(finding), List.of()));

    assertThat(store.lastChange()).isEqualTo(change);
    assertThat(store.findings().withId(finding.id()).orElseThrow().times()).isEqualTo(2);
    assertThat(store.findings().decisions(finding.id())).hasSize(1);
  }

  @Test
  void recordsThatWereJudgedAgainReplaceWhatTheySaid() {
    Finding alert = new FindingBuilder().event("audit.json", 1).build();
    Finding explained =
        new FindingBuilder()
            .disposition(Disposition.SUPPRESSED)
            .decision(new Decision("e-9", "EXPLAINED", null))
            .event("audit.json", 1)
            .build();
    commit(outcome("files", new Totals(1, 1, 0), List.of(alert), List.of()));

    commit(reconsidered(explained));

    assertThat(all()).containsExactly(explained);
    assertThat(store.findings().decisions(alert.id())).hasSize(2);
  }

  @Test
  void whatRestsOnOtherRecordsTooIsNotReplaced() {
    Finding alert = new FindingBuilder().event("audit.json", 1).build();
    Finding twin = new FindingBuilder().event("other.json", 1).build();
    Finding explained =
        new FindingBuilder()
            .disposition(Disposition.SUPPRESSED)
            .decision(new Decision("e-9", "EXPLAINED", null))
            .event("audit.json", 1)
            .build();
    commit(outcome("files", new Totals(2, 2, 0), List.of(alert, twin), List.of()));

    commit(reconsidered(explained));

    assertThat(all()).singleElement().extracting(Finding::disposition).isEqualTo(Disposition.ALERT);
  }

  @Test
  void whatNothingStatesAnyMoreStays() {
    Finding alert = new FindingBuilder().event("audit.json", 1).build();
    commit(outcome("files", new Totals(1, 1, 0), List.of(alert), List.of()));

    store.commit(
        new Outcome(
            "files",
            null,
            Totals.NONE,
            List.of(),
            List.of(new Reconsidered(alert.id(), List.of())),
            List.of(),
            List.of(),
            AT),
        NONE);

    assertThat(all()).containsExactly(alert);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anApprovalCoversTheEarliestWhateverTheOrder(long seed) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      findings.add(suppressed(i));
    }
    findings.add(suppressed(0));
    Collections.shuffle(findings, new Random(seed));

    for (Finding finding : findings) {
      store.commit(
          outcome("files", new Totals(1, 1, 0), List.of(finding), List.of()), expectingThree());
    }

    assertThat(all().subList(0, 3))
        .allMatch(finding -> finding.disposition() == Disposition.SUPPRESSED);
    assertThat(all().subList(3, 8))
        .allMatch(finding -> finding.disposition() == Disposition.ALERT)
        .allMatch(finding -> finding.decision().reason().equals("COUNT_EXCEEDED"));
  }

  @Test
  void numbersChangesForItsSinks() {
    Finding first = new FindingBuilder().id("1").event("a", 1).build();
    Finding second = new FindingBuilder().id("2").event("a", 2).build();
    commit(outcome("files", new Totals(2, 2, 0), List.of(first, second), List.of()));
    Sinks sinks = store.sinks();

    assertThat(sinks.position("webhook")).isZero();
    List<StoredFinding> changed = store.findings().changedAfter(0, 10);
    sinks.advance("webhook", changed.get(0).change(), AT);

    assertThat(changed).extracting(stored -> stored.finding().id()).containsExactly("1", "2");
    assertThat(store.findings().changedAfter(sinks.position("webhook"), 10))
        .extracting(stored -> stored.finding().id())
        .containsExactly("2");
  }

  @Test
  void aClockThatIsWrongForAnHourTakesLittleWithIt() {
    Retention month = new Retention(Duration.ofDays(30), Duration.ofDays(7), Duration.ofHours(1));
    for (int day = 0; day < 9; day += 4) {
      commit(
          new Outcome(
              "files",
              null,
              new Totals(1, 1, 0),
              List.of(new FindingBuilder().id("day" + day).event("a", day + 1).build()),
              List.of(),
              List.of(),
              List.of(),
              AT.plus(Duration.ofDays(day))));
    }

    store.prune(month, AT.plus(Duration.ofDays(400)));
    assertThat(all()).extracting(Finding::id).containsExactlyInAnyOrder("day4", "day8");

    store.prune(month, AT.plus(Duration.ofDays(10)));
    assertThat(all()).hasSize(2);

    store.prune(month, AT.plus(Duration.ofDays(36)));
    store.prune(month, AT.plus(Duration.ofDays(36)));
    assertThat(all()).extracting(Finding::id).containsExactly("day8");
  }

  @Test
  void aWatermarkGoesBackOnlyWhenItIsTold() {
    store.watermarks().advance("graph", AT, AT);
    store.watermarks().advance("graph", AT.minusSeconds(60), AT);
    assertThat(store.watermarks().of("graph")).contains(AT);

    store.watermarks().goBack("graph", AT.minusSeconds(60), AT);
    assertThat(store.watermarks().of("graph")).contains(AT.minusSeconds(60));
  }

  @Test
  void aSinkIsServedByOneUntilItGivesUpOrDies() {
    Sinks sinks = store.sinks();
    Duration lease = Duration.ofMinutes(1);

    assertThat(sinks.claim("webhook", "one", lease)).isTrue();
    assertThat(sinks.claim("webhook", "two", lease)).isFalse();
    assertThat(sinks.claim("webhook", "one", lease)).isTrue();
    assertThat(sinks.claim("mail", "two", lease)).isTrue();

    sinks.release("webhook", "two");
    assertThat(sinks.claim("webhook", "two", lease)).as("given up by another").isFalse();
    sinks.release("webhook", "one");
    assertThat(sinks.renew("webhook", "one")).isFalse();
    assertThat(sinks.claim("webhook", "two", lease)).isTrue();

    assertThat(sinks.claim("webhook", "three", Duration.ZERO)).as("not renewed in time").isTrue();
    assertThat(sinks.renew("webhook", "two")).isFalse();
  }

  @Test
  void forgetsASinkAndSaysSo() {
    commit(
        outcome(
            "files",
            new Totals(1, 1, 0),
            List.of(new FindingBuilder().event("a", 1).build()),
            List.of()));
    store.sinks().position("webhook");
    assertThat(store.sinks().all()).containsExactly(new SinkState("webhook", 1, null));

    assertThat(store.sinks().forget("webhook", AT)).isTrue();

    assertThat(store.sinks().all()).isEmpty();
    assertThat(store.sinks().forget("webhook", AT)).isFalse();
    List<String> kinds = new ArrayList<>();
    store.forEachEntry(entry -> kinds.add(entry.kind()));
    assertThat(kinds).containsOnlyOnce("sink.forgotten");
    assertThat(store.checkJournal(null).problems()).isEmpty();
  }

  @Test
  void remembersHowFarASourceWasRead() throws Exception {
    SourcePosition position = new SourcePosition("a.json", 700, new Totals(700, 699, 1), false);
    store.commit(
        new Outcome(
            "files",
            position,
            new Totals(700, 699, 1),
            List.of(),
            List.of(),
            List.of(bad("a.json", 3)),
            List.of(new byte[] {1}, new byte[] {2}),
            AT),
        NONE);

    assertThat(store.position("a.json")).isEqualTo(position);
    assertThat(store.position("b.json")).isEqualTo(SourcePosition.start("b.json"));
    assertThat(store.recent(0).records()).isEmpty();
    try (Store other = Store.open(address(), CODEC)) {
      assertThat(other.recent(0).records()).containsExactly(new byte[] {1}, new byte[] {2});
      assertThat(other.recent(other.recent(0).last()).records()).isEmpty();
    }
  }

  @Test
  void handsOutRecordsOfOthersPageByPage() throws Exception {
    List<byte[]> many = new ArrayList<>();
    for (int i = 0; i < 2_500; i++) {
      many.add(new byte[] {(byte) (i >> 8), (byte) i});
    }
    store.commit(
        new Outcome("http", null, Totals.NONE, List.of(), List.of(), List.of(), many, AT), NONE);

    try (Store other = Store.open(address(), CODEC)) {
      List<byte[]> handed = new ArrayList<>();
      int pages = 0;
      Recent page = other.recent(0);
      while (!page.records().isEmpty()) {
        handed.addAll(page.records());
        page = other.recent(page.last());
        pages++;
      }
      assertThat(pages).isEqualTo(3);
      assertThat(handed.toArray(byte[][]::new)).isDeepEqualTo(many.toArray(byte[][]::new));
      assertThat(other.recent(other.recentBefore(10)).records()).hasSize(10);
      assertThat(other.recentBefore(9_999)).isZero();
    }
  }

  @Test
  void handsOutAPageThatFitsIntoMemory() throws Exception {
    List<byte[]> large = List.of(new byte[9 << 20], new byte[9 << 20], new byte[] {3});
    store.commit(
        new Outcome("http", null, Totals.NONE, List.of(), List.of(), List.of(), large, AT), NONE);

    try (Store other = Store.open(address(), CODEC)) {
      Recent first = other.recent(0);
      Recent second = other.recent(first.last());

      assertThat(first.records()).extracting(bytes -> bytes.length).containsExactly(9 << 20);
      assertThat(second.records()).extracting(bytes -> bytes.length).containsExactly(9 << 20, 1);
      assertThat(other.recent(second.last()).records()).isEmpty();
    }
  }

  @Test
  void aRetryMovesARecordFromQuarantineToTheEvaluated() {
    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("x", 1))));
    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("x", 1))));
    StoredQuarantine waiting = waiting().get(0);
    assertThat(waiting.times()).isEqualTo(2);
    Finding finding = new FindingBuilder().event("x", 1).build();
    Outcome judged = outcome("http", new Totals(1, 1, 0), List.of(finding), List.of());

    assertThat(store.quarantine().judged(waiting, judged, NONE)).isTrue();
    assertThat(store.quarantine().judged(waiting, judged, NONE)).isFalse();

    assertThat(waiting()).isEmpty();
    assertThat(all()).containsExactly(finding);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 2, 0));
    assertThat(store.check()).isEmpty();

    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("x", 1))));

    assertThat(waiting()).extracting(StoredQuarantine::times).containsExactly(1L);
    assertThat(store.check()).isEmpty();
  }

  @Test
  void aRetryThatFailsAgainIsRefused() {
    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("x", 1))));
    Outcome again = outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("x", 1)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.quarantine().judged(waiting().get(0), again, NONE));
  }

  @Test
  void anOutcomeThatLosesARecordIsRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> outcome("http", new Totals(2, 1, 0), List.of(), List.of()))
        .withMessageContaining("lost");
  }

  @Test
  void seesWhatIsMissingFromTheQuarantine() {
    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of()));

    assertThat(store.check()).singleElement().asString().contains("1 records of http");
  }

  @Test
  void findsWhatIsAskedFor() {
    Finding early = new FindingBuilder().id("1").time("2026-06-10T21:30:00Z").build();
    Finding late =
        new FindingBuilder().id("2").time("2026-06-10T21:30:00.5Z").risk(Risk.LOW).build();
    commit(outcome("files", new Totals(2, 2, 0), List.of(late, early), List.of()));

    assertThat(all()).containsExactly(early, late);
    assertThat(matching(new FindingFilter(null, Risk.LOW, null, null, null))).containsExactly(late);
    assertThat(
            matching(
                new FindingFilter(
                    "APP-CRED-01",
                    null,
                    Disposition.ALERT,
                    early.time(),
                    Instant.parse("2026-06-10T21:30:00.5Z"))))
        .containsExactly(early);
  }

  @Test
  void forgetsWhatIsOldOnceEverySinkHasIt() {
    Finding finding = new FindingBuilder().event("a", 1).build();
    commit(outcome("files", new Totals(2, 1, 1), List.of(finding), List.of(bad("a", 2))));
    Retention month = new Retention(Duration.ofDays(30), Duration.ofDays(7), Duration.ofHours(1));
    Instant later = AT.plus(Duration.ofDays(31));
    store.sinks().position("webhook");

    store.prune(month, later);
    assertThat(all()).hasSize(1);

    store.sinks().advance("webhook", store.lastChange(), later);
    store.prune(month, later);

    assertThat(all()).isEmpty();
    assertThat(waiting()).hasSize(1);
    assertThat(store.check()).isEmpty();
  }

  static final ChangeRegister NONE = new ChangeRegister(List.of(), List.of(), List.of(), List.of());

  void commit(Outcome outcome) {
    store.commit(outcome, NONE);
  }

  static Outcome outcome(
      String intake, Totals totals, List<Finding> findings, List<QuarantinedRecord> quarantined) {
    return new Outcome(intake, null, totals, findings, List.of(), quarantined, List.of(), AT);
  }

  private static Outcome reconsidered(Finding finding) {
    return new Outcome(
        "files",
        null,
        Totals.NONE,
        List.of(),
        List.of(new Reconsidered(finding.id(), List.of(finding))),
        List.of(),
        List.of(),
        AT);
  }

  private List<Finding> all() {
    return matching(FindingFilter.ALL);
  }

  private List<Finding> matching(FindingFilter filter) {
    List<Finding> findings = new ArrayList<>();
    store.findings().forEach(filter, stored -> findings.add(stored.finding()));
    return findings;
  }

  List<StoredQuarantine> waiting() {
    List<StoredQuarantine> waiting = new ArrayList<>();
    store.quarantine().forEach(false, waiting::add);
    return waiting;
  }

  static QuarantinedRecord bad(String source, long record) {
    return new QuarantinedRecord(
        new Position(source, record, 40),
        QuarantineReason.MALFORMED_JSON,
        "It ends early\0.",
        ("{\0" + (char) record).getBytes(StandardCharsets.UTF_8));
  }

  static Finding suppressed(int number) {
    return new FindingBuilder()
        .id("id-%03d".formatted(number))
        .time(START.plusNanos(number).toString())
        .disposition(Disposition.SUPPRESSED)
        .decision(new Decision("CHG0031001", "APPROVED_CHANGE", null))
        .events(List.of(new EventRef("e-" + number, null, null, "audit.json", number)))
        .build();
  }

  static ChangeRegister expectingThree() {
    ChangeWindow window =
        new ChangeWindow(
            "CHG0031001",
            "normal",
            "implement",
            "approved",
            START,
            "cab@contoso.com",
            "developer",
            new Scope("t", Set.of("a"), Set.of("r"), Set.of("x")),
            new Schedule.Once(START, START.plusSeconds(3600), List.of(), null, null),
            Duration.ZERO,
            null,
            3,
            new FeedPosition("changes.yaml", 3));
    return new ChangeRegister(List.of(), List.of(window), List.of(), List.of());
  }
}
