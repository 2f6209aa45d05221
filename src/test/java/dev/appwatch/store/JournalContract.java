package dev.appwatch.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the journal of a store promises, whatever database keeps it. */
abstract class JournalContract extends StoreContract {

  private static final Finding ONE =
      new FindingBuilder().id("aa01").risk(Risk.LOW).event("a.json", 1).build();
  private static final Finding TWO = new FindingBuilder().id("bb02").event("a.json", 2).build();
  private static final Finding WORSE =
      new FindingBuilder().id("aa01").risk(Risk.HIGH).reasons("B").event("a.json", 3).build();

  /** Something that somebody does to a store, and who is to be named for it. */
  private enum Damage {
    FLIPPED_BYTE_OF_A_PAYLOAD(
        "UPDATE journal SET payload = replace(payload, 'bb02', 'bb03') WHERE payload LIKE '%bb02%'",
        "The entry 3 (decision) of the journal was changed"),
    PAYLOAD_OF_NO_LENGTH(
        "UPDATE journal SET payload = '' WHERE no = 2",
        "The entry 2 (decision) of the journal was changed"),
    FLIPPED_BIT_OF_A_DIGEST(
        "UPDATE journal SET digest = substr(digest, 1, 70) || CASE WHEN substr(digest, 71) = '0'"
            + " THEN '1' ELSE '0' END WHERE no = 2",
        "The entry 2 (decision) of the journal was changed"),
    ANOTHER_TIME(
        "UPDATE journal SET written_at = written_at + 1 WHERE no = 4",
        "The entry 4 (decision) of the journal was changed"),
    ANOTHER_KIND(
        "UPDATE journal SET kind = 'note' WHERE no = 3",
        "The entry 3 (note) of the journal was changed"),
    REMOVED_ENTRY("DELETE FROM journal WHERE no = 3", "The entry 3 of the journal is missing"),
    REMOVED_AND_RENUMBERED(
        "DELETE FROM journal WHERE no = 3; UPDATE journal SET no = no - 1 WHERE no = 4;"
            + " UPDATE journal SET no = no - 1 WHERE no = 5;"
            + " UPDATE journal_head SET no = no - 1",
        "The entry 3 of the journal does not follow the entry 2"),
    REORDERED_ENTRIES(
        "UPDATE journal SET no = -2 WHERE no = 2; UPDATE journal SET no = 2 WHERE no = 3;"
            + " UPDATE journal SET no = 3 WHERE no = -2",
        "The entry 2 of the journal does not follow the entry 1"),
    FIRST_ENTRIES_REMOVED(
        "DELETE FROM journal WHERE no <= 2", "The entries 1 to 2 of the journal are missing"),
    TORN_TAIL("DELETE FROM journal WHERE no > 3", "The journal ends with the entry 3, but had 5"),
    TORN_TAIL_AND_HEAD(
        "DELETE FROM journal WHERE no > 3;"
            + " UPDATE journal_head SET no = 3, digest = (SELECT digest FROM journal WHERE no = 3)",
        "The finding (aa01) is not as the entry 2 of the journal says"),
    ALL_ENTRIES_MISSING("DELETE FROM journal", "The journal ends with the entry 0, but had 5"),
    BEGUN_ANEW(
        "DELETE FROM journal; UPDATE journal_head SET no = 0, digest = ''",
        "The journal is empty, but the store holds findings"),
    HEAD_MISSING("DELETE FROM journal_head", "The head of the journal is missing"),
    FORGED_ENTRY(
        "INSERT INTO journal SELECT 6, written_at, 'note', '{}', digest, 'sha256:0' FROM journal"
            + " WHERE no = 5",
        "The entry 6 (note) of the journal was changed"),
    DECISION_EDITED(
        "UPDATE decision SET disposition = 'suppressed' WHERE finding = 'bb02'",
        "The decisions about the finding (bb02) are not those of the journal"),
    DECISION_REMOVED(
        "DELETE FROM decision WHERE finding = 'bb02'",
        "The decisions about the finding (bb02) are not those of the journal"),
    EARLIER_DECISION_EDITED(
        "UPDATE decision SET reason = 'FREEZE' WHERE finding = 'aa01' AND change_no ="
            + " (SELECT min(change_no) FROM decision WHERE finding = 'aa01')",
        "The decisions about the finding (aa01) are not those of the journal"),
    DECISION_ADDED(
        "INSERT INTO decision SELECT finding, 99, decided_at, 'low', 'suppressed', reason, 'CHG1',"
            + " pack FROM decision WHERE finding = 'bb02'",
        "The decisions about the finding (bb02) are not those of the journal"),
    FINDING_EDITED(
        "UPDATE finding SET judged = merged WHERE id = 'bb02'",
        "The finding (bb02) is not as the entry 3 of the journal says"),
    WHAT_RECORDS_STATE_EDITED(
        "UPDATE finding SET merged = judged WHERE id = 'bb02'",
        "The finding (bb02) is not as the entry 3 of the journal says"),
    FINDING_RELABELLED(
        "UPDATE finding SET disposition = 'suppressed' WHERE id = 'bb02'",
        "The finding (bb02) is listed as what it is not"),
    FINDING_GIVEN_ANOTHER_REASON(
        "UPDATE finding SET reason = 'APPROVED' WHERE id = 'bb02'",
        "The finding (bb02) is listed as what it is not"),
    FINDING_REMOVED("DELETE FROM finding WHERE id = 'bb02'", "The finding (bb02), of which"),
    FINDING_ADDED(
        "INSERT INTO finding (id, rule, risk, disposition, happened, first_seen, last_seen, times,"
            + " change_no, quota, quota_count, merged, judged) SELECT 'cc03', rule, risk,"
            + " disposition, happened, first_seen, last_seen, times, 99, quota, quota_count,"
            + " merged, judged FROM finding WHERE id = 'bb02'",
        "The journal tells of no finding (cc03)");

    private final String sql;
    private final String told;

    Damage(String sql, String told) {
      this.sql = sql;
      this.told = told;
    }
  }

  /** One entry that begins the journal, three decisions, one change. */
  private void fill() {
    commit(outcome("files", new Totals(2, 2, 0), List.of(ONE, TWO), List.of()));
    commit(outcome("files", new Totals(1, 1, 0), List.of(WORSE), List.of()));
    store.journal(AT, List.of(JournalNote.of("service.started", Map.of("version", "1"))));
  }

  private void damage(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(address().url());
        Statement statement = connection.createStatement()) {
      for (String one : sql.split(";")) {
        assertThat(statement.executeUpdate(one)).as(one).isPositive();
      }
    }
  }

  @Test
  void aJournalThatNobodyTouchedIsWhole() {
    fill();

    JournalReport report = store.checkJournal(null);

    assertThat(report.problems()).isEmpty();
    assertThat(report.entries()).isEqualTo(5);
    assertThat(report.findings()).isEqualTo(2);
    assertThat(report.head()).isEqualTo(store.journalHead());
    assertThat(kinds())
        .containsExactly("journal.begun", "decision", "decision", "decision", "service.started");
  }

  @ParameterizedTest
  @EnumSource
  void namesWhatWasDone(Damage damage) throws Exception {
    fill();

    damage(damage.sql);

    assertThat(store.checkJournal(null).problems())
        .anySatisfy(problem -> assertThat(problem).startsWith(damage.told));
  }

  @Test
  void aByteAnywhereInAnEntryCounts() throws Exception {
    fill();
    String payload = entries().get(1).payload();
    List<Integer> unnoticed = new ArrayList<>();

    for (int place = 1; place <= payload.length(); place += 11) {
      String set =
          "UPDATE journal SET payload = '%s' WHERE no = 2"
              .formatted(
                  payload.substring(0, place - 1)
                      + (payload.charAt(place - 1) == 'x' ? 'y' : 'x')
                      + payload.substring(place));
      damage(set);
      if (store.checkJournal(null).problems().stream()
          .noneMatch(problem -> problem.startsWith("The entry 2 (decision)"))) {
        unnoticed.add(place);
      }
    }

    assertThat(payload.length()).isGreaterThan(100);
    assertThat(unnoticed).isEmpty();
  }

  @Test
  void aTailThatWasCutOffCleanlyIsSeenByTheHeadThatWasKept() throws Exception {
    fill();
    JournalHead kept = store.journalHead();

    damage(
        "DELETE FROM journal WHERE no = 5; UPDATE journal_head SET no = 4, digest = (SELECT digest"
            + " FROM journal WHERE no = 4)");

    assertThat(store.checkJournal(null).problems()).isEmpty();
    assertThat(store.checkJournal(kept).problems())
        .singleElement()
        .asString()
        .startsWith("The journal has no entry 5");
  }

  @Test
  void aJournalThatWasWrittenAnewIsSeenByTheHeadThatWasKept() throws Exception {
    fill();
    JournalHead kept = store.journalHead();
    damage("DELETE FROM journal; UPDATE journal_head SET no = 0, digest = ''");
    for (int note = 0; note < 4; note++) {
      store.journal(AT.plusSeconds(1), List.of(JournalNote.of("note", Map.of("n", note))));
    }

    assertThat(store.checkJournal(null).problems()).isEmpty();
    assertThat(store.checkJournal(kept).problems())
        .singleElement()
        .asString()
        .startsWith("The entry 5 of the journal is not the one whose digest was kept");
  }

  @Test
  void aHeadThatWasKeptHoldsWhileTheJournalGrows() {
    fill();
    JournalHead kept = store.journalHead();
    store.journal(AT, List.of(JournalNote.of("service.stopped", Map.of())));

    assertThat(store.checkJournal(kept).problems()).isEmpty();
  }

  @Test
  void pruningKeepsTheChain() {
    fill();
    Retention month = new Retention(Duration.ofDays(30), Duration.ofDays(30), Duration.ofHours(1));

    store.prune(month, AT.plus(Duration.ofDays(31)));
    commit(outcome("files", new Totals(1, 1, 0), List.of(TWO), List.of()));

    assertThat(store.checkJournal(null).problems()).isEmpty();
    assertThat(kinds()).endsWith("pruned", "retention", "decision");
    assertThat(entries().get(6).payload()).contains("\"decisions\":3", "\"findings\":2");
  }

  @Test
  void whatWasPrunedBehindTheJournalIsMissing() throws Exception {
    fill();
    store.prune(
        new Retention(Duration.ofDays(30), Duration.ofDays(30), Duration.ofHours(1)),
        AT.plus(Duration.ofDays(31)));
    commit(outcome("files", new Totals(1, 1, 0), List.of(TWO), List.of()));

    damage("DELETE FROM decision; DELETE FROM finding");

    assertThat(store.checkJournal(null).problems())
        .anySatisfy(problem -> assertThat(problem).startsWith("The finding (bb02), of which"));
  }

  @Test
  void aStoreOfAnEarlierVersionIsTakenOver() throws Exception {
    fill();
    damage("DELETE FROM journal; UPDATE journal_head SET no = 0, digest = ''");

    store.journal(AT, List.of(JournalNote.of("service.started", Map.of())));

    assertThat(store.checkJournal(null).problems()).isEmpty();
    assertThat(kinds())
        .containsExactly("journal.begun", "decision", "decision", "decision", "service.started");
  }

  @Test
  void everyChangeOfAnApprovalsCountIsJournaled() {
    List<Finding> four = IntStream.range(0, 4).mapToObj(StoreContract::suppressed).toList();
    for (Finding finding : four.subList(1, 4)) {
      store.commit(
          outcome("files", new Totals(1, 1, 0), List.of(finding), List.of()), expectingThree());
    }

    store.commit(
        outcome("files", new Totals(1, 1, 0), four.subList(0, 1), List.of()), expectingThree());

    assertThat(store.checkJournal(null).problems()).isEmpty();
    // the earliest came last and is covered, so the latest is not any more
    assertThat(entries().get(entries().size() - 1).payload())
        .contains("id-003", "\"disposition\":\"alert\"", "COUNT_EXCEEDED");
  }

  @Test
  void aRetryOfTheQuarantineIsJournaled() {
    commit(outcome("http", new Totals(1, 0, 1), List.of(), List.of(bad("http", 2))));
    StoredQuarantine record = waiting().get(0);

    store
        .quarantine()
        .judged(record, outcome("http", new Totals(1, 1, 0), List.of(ONE), List.of()), NONE);

    assertThat(kinds()).endsWith("decision", "quarantine.judged");
    assertThat(store.checkJournal(null).problems()).isEmpty();
  }

  @Test
  void aRedeliveryAddsNothing() {
    fill();
    JournalHead before = store.journalHead();

    commit(outcome("files", new Totals(2, 2, 0), List.of(ONE, TWO), List.of()));

    assertThat(store.journalHead()).isEqualTo(before);
  }

  @Test
  void remembersByTopic() {
    store.keepOwn(
        AT,
        memory -> {
          memory.replace("a", Map.of("x", "1", "y", "2"));
          memory.replace("b", Map.of("x", "3"));
          return OwnNews.NONE;
        });
    store.keepOwn(
        AT,
        memory -> {
          memory.replace("a", Map.of("y", "4"));
          return OwnNews.NONE;
        });

    store.keepOwn(
        AT,
        memory -> {
          assertThat(memory.topic("a")).containsExactly(Map.entry("y", "4"));
          assertThat(memory.topic("b")).containsExactly(Map.entry("x", "3"));
          return OwnNews.NONE;
        });
  }

  private List<JournalEntry> entries() {
    List<JournalEntry> entries = new ArrayList<>();
    store.forEachEntry(entries::add);
    return entries;
  }

  private List<String> kinds() {
    return entries().stream().map(JournalEntry::kind).toList();
  }
}
