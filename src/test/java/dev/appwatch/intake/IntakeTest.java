package dev.appwatch.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.context.Context;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.SourcePosition;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.StoreException;
import dev.appwatch.store.StoredQuarantine;
import dev.appwatch.store.Totals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntakeTest {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-20T08:00:00Z"), ZoneOffset.UTC);
  private static final IntakeOptions OPTIONS =
      new IntakeOptions(Limits.DEFAULT, Duration.ofHours(1), 1, 3, 1 << 20);
  private static final String CREATION =
      """
      {"id":"Directory_1","category":"ApplicationManagement",\
      "correlationId":"11111111-0000-4000-8000-000000000001","result":"success",\
      "activityDisplayName":"Add application","activityDateTime":"2026-03-04T09:00:00Z",\
      "loggedByService":"Core Directory","initiatedBy":{"user":\
      {"id":"bbbbbbbb-0000-4000-8000-000000000002","userPrincipalName":"bob@contoso.com"}},\
      "targetResources":[{"id":"eeeeeeee-0000-4000-8000-000000000009","displayName":"Lunch",\
      "type":"Application","modifiedProperties":[]}],"additionalDetails":[]}
      """;
  private static final String OWNERSHIP =
      """
      {"id":"Directory_2","category":"ApplicationManagement",\
      "correlationId":"11111111-0000-4000-8000-000000000001","result":"success",\
      "activityDisplayName":"Add owner to application","activityDateTime":"2026-03-04T09:00:01Z",\
      "loggedByService":"Core Directory","initiatedBy":{"user":\
      {"id":"bbbbbbbb-0000-4000-8000-000000000002","userPrincipalName":"bob@contoso.com"}},\
      "targetResources":[{"id":"bbbbbbbb-0000-4000-8000-000000000002","type":"User",\
      "userPrincipalName":"bob@contoso.com","modifiedProperties":[\
      {"displayName":"Application.ObjectID","oldValue":null,"newValue":"\\"eeeeeeee-0000-4000-8000-000000000009\\""},\
      {"displayName":"Application.DisplayName","oldValue":null,"newValue":"\\"Lunch\\""}]},\
      {"id":"eeeeeeee-0000-4000-8000-000000000009","displayName":"Lunch","type":"Application",\
      "modifiedProperties":[]}],"additionalDetails":[]}
      """;

  @TempDir private Path folder;
  private Store store;
  private Intake intake;

  @BeforeEach
  void start() {
    store = openStore();
    intake = newIntake(store);
  }

  private Store openStore() {
    return Store.open(
        new StoreAddress("jdbc:sqlite:" + folder.resolve("appwatch.db"), null, null),
        FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  @AfterEach
  void stop() {
    intake.close();
    store.close();
  }

  /** A disk or a share that fails must not make what follows seem done. */
  @Test
  void whatCannotBeReadToItsEndIsNotTakenForRead() throws Exception {
    byte[] body = (OWNERSHIP + CREATION).repeat(40).getBytes(StandardCharsets.UTF_8);
    AtomicBoolean broken = new AtomicBoolean(true);
    Delivery delivery =
        new Delivery("files", "a.jsonl", "file|a.jsonl", true, () -> failing(body, broken.get()));

    assertThatThrownBy(() -> intake.take(delivery))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("to its end")
        .hasRootCauseMessage("Input/output error");
    assertThat(store.quarantine().waiting()).isZero();
    broken.set(false);

    assertThat(intake.take(delivery)).isEqualTo(new Totals(80, 80, 0));
    assertThat(store.check()).isEmpty();
  }

  private static InputStream failing(byte[] body, boolean broken) {
    InputStream whole = new ByteArrayInputStream(body);
    return !broken
        ? whole
        : new SequenceInputStream(
            new ByteArrayInputStream(body, 0, body.length / 2),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("Input/output error");
              }

              @Override
              public int read(byte[] target, int offset, int length) throws IOException {
                return read();
              }
            });
  }

  /** As an export that is written every few minutes. */
  @Test
  void filesOfOneNameKeepTheirRecordsApart() throws Exception {
    intake.take(file(OWNERSHIP));
    intake.take(
        file(
            OWNERSHIP
                .replace("Directory_2", "Directory_4")
                .replace("Lunch", "Tea")
                .replace("11111111-0000", "22222222-0000")
                .replace("eeeeeeee-", "ffffffff-")));

    intake.take(file(CREATION));

    assertThat(findings())
        .extracting(Finding::disposition)
        .containsExactlyInAnyOrder(Disposition.SUPPRESSED, Disposition.ALERT);
  }

  private Delivery file(String text) throws IOException {
    return Delivery.file(
        "files", "audit.json", Files.writeString(folder.resolve("audit.json"), text));
  }

  @Test
  void whatALaterDeliveryExplainsIsSetAside() throws Exception {
    intake.take(bytes(OWNERSHIP));
    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.ALERT);

    intake.take(bytes(CREATION));

    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.SUPPRESSED);
  }

  @Test
  void aRestartForgetsNothingThatMayTellMore() throws Exception {
    intake.take(bytes(CREATION));
    intake.close();
    store.close();
    store = openStore();
    intake = newIntake(store);

    intake.take(bytes(OWNERSHIP));

    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.SUPPRESSED);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 2, 0));
  }

  @Test
  void whatAnotherProcessReceivedIsLearned() throws Exception {
    try (Store other = openStore();
        Intake another = newIntake(other)) {
      intake.take(bytes(OWNERSHIP));
      another.take(bytes(CREATION));
    }
    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.ALERT);

    intake.learnFromOthers();
    intake.learnFromOthers();

    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.SUPPRESSED);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 2, 0));
  }

  /** Its owner did not live to hear of the creation; whoever was told of it knows both at last. */
  @Test
  void whatAProcessKeptThatDiedIsJudgedByWhatOthersHeard() throws Exception {
    try (Store other = openStore();
        Intake another = newIntake(other)) {
      another.take(bytes(OWNERSHIP));
    }
    intake.take(bytes(CREATION));
    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.ALERT);

    intake.learnFromOthers();

    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.SUPPRESSED);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 2, 0));
  }

  @Test
  void whatCouldNotBeKeptAboutAnEarlierRecordIsKeptLater() throws Exception {
    intake.take(bytes(OWNERSHIP));
    sql(
        "CREATE TRIGGER full BEFORE UPDATE ON finding WHEN NEW.disposition = 'suppressed'"
            + " BEGIN SELECT RAISE(ABORT, 'full'); END");
    assertThatThrownBy(() -> intake.take(bytes(CREATION))).isInstanceOf(StoreException.class);
    sql("DROP TRIGGER full");
    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.ALERT);

    intake.take(bytes(CREATION));

    assertThat(findings()).extracting(Finding::disposition).containsExactly(Disposition.SUPPRESSED);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 2, 0));
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("appwatch.db"));
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  @Test
  void aFileThatComesAgainIsAnsweredFromTheFirstTime() throws Exception {
    Path file = Files.writeString(folder.resolve("a.jsonl"), OWNERSHIP.repeat(8));
    Totals first = intake.take(Delivery.file("files", "a.jsonl", file));

    Totals again = intake.take(Delivery.file("files", "a.jsonl", file));

    assertThat(first).isEqualTo(new Totals(8, 8, 0));
    assertThat(again).isEqualTo(first);
    assertThat(store.totals().get("files")).isEqualTo(first);
  }

  @Test
  void anInterruptedDeliveryIsTakenUpAfterItsLastPiece() {
    List<SourcePosition> kept = new ArrayList<>();
    Pieces interrupted =
        new Pieces(
            SourcePosition.start("a"),
            OPTIONS,
            piece -> {
              if (kept.size() == 2) {
                throw new StoreException("The disk is full.", new RuntimeException());
              }
              kept.add(piece.position(new Totals(3, 3, 0)));
              return new Totals(3, 3, 0);
            });
    assertThatThrownBy(() -> read("{}\n".repeat(10), interrupted))
        .isInstanceOf(StoreException.class);
    List<SourcePosition> rest = new ArrayList<>();

    Pieces again =
        new Pieces(
            kept.get(1),
            OPTIONS,
            piece -> {
              List<Long> numbers = new ArrayList<>();
              piece.records().accept(new Numbers(numbers));
              rest.add(piece.position(new Totals(numbers.size(), numbers.size(), 0)));
              return new Totals(numbers.size(), numbers.size(), 0);
            });
    read("{}\n".repeat(10), again);

    assertThat(again.finish()).isEqualTo(new Totals(10, 10, 0));
    assertThat(rest).extracting(SourcePosition::records).containsExactly(9L, 10L);
    assertThat(rest).extracting(SourcePosition::finished).containsExactly(false, true);
  }

  @Test
  void tooMuchAtOnceIsToldToComeAgain() {
    IntakeOptions none = new IntakeOptions(Limits.DEFAULT, Duration.ofHours(1), 0, 3, 1 << 20);
    try (Intake full = new Intake(store, BOOK, Context.load(Path.of("rules")), none, CLOCK)) {
      assertThatThrownBy(() -> full.offer(bytes(OWNERSHIP))).isInstanceOf(BusyException.class);
      assertThat(full.waiting()).isZero();
    }
  }

  @Test
  void aRetryJudgesWhatWaits() {
    QuarantinedRecord record =
        new QuarantinedRecord(
            new Position("http:1", 1, 0),
            QuarantineReason.EVALUATION_FAILED,
            "Judging failed.",
            OWNERSHIP.getBytes(StandardCharsets.UTF_8));
    QuarantinedRecord hopeless =
        new QuarantinedRecord(
            new Position("http:1", 2, 0),
            QuarantineReason.MALFORMED_JSON,
            "Odd.",
            new byte[] {'{'});
    store.commit(
        new Outcome(
            "http",
            null,
            new Totals(2, 0, 2),
            List.of(),
            List.of(),
            List.of(record, hopeless),
            List.of(),
            CLOCK.instant()),
        Context.load(Path.of("rules")).changes());
    List<StoredQuarantine> waiting = new ArrayList<>();
    store.quarantine().forEach(false, waiting::add);

    assertThat(waiting.stream().mapToLong(intake::retry).sum()).isEqualTo(1);

    assertThat(findings()).hasSize(1);
    assertThat(store.quarantine().waiting()).isEqualTo(1);
    assertThat(store.totals().get("http")).isEqualTo(new Totals(2, 1, 1));
    assertThat(store.check()).isEmpty();
  }

  private static Intake newIntake(Store store) {
    return new Intake(store, BOOK, Context.load(Path.of("rules")), OPTIONS, CLOCK);
  }

  private static Delivery bytes(String body) {
    return Delivery.bytes("http", body.getBytes(StandardCharsets.UTF_8));
  }

  private static void read(String body, Pieces pieces) {
    new RecordReader(Limits.DEFAULT)
        .read("a", new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), pieces);
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    store.findings().forEach(FindingFilter.ALL, stored -> findings.add(stored.finding()));
    return findings;
  }

  private record Numbers(List<Long> numbers) implements dev.appwatch.ingest.RecordSink {

    @Override
    public void record(dev.appwatch.model.RawRecord record) {
      numbers.add(record.position().record());
    }

    @Override
    public void quarantined(QuarantinedRecord record) {
      numbers.add(record.position().record());
    }
  }
}
