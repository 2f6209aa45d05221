package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.appwatch.PackCopy;
import dev.appwatch.context.Context;
import dev.appwatch.intake.Delivery;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.IntakeOptions;
import dev.appwatch.intake.SelfWatch;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.routes.Condition;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.JournalEntry;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.Totals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A service whose pack is changed, broken and tampered with while it runs. */
final class UpkeepTest {

  private static final String REQUIRE = "appwatch.require.signed.pack";
  private static final String STATE = "appwatch.state";
  private static final String RULE = "drl/applications/APP-LOGOUT-01-logout-url-changed.drl";

  @TempDir private Path folder;
  private Path pack;

  @SuppressWarnings("NullAway.Init") // each test starts it when its pack is ready
  private Service service;

  private int sent;

  /** What serve makes of a folder, without its routes. */
  private final class Service implements AutoCloseable {
    private final Store store =
        Store.open(
            new StoreAddress("jdbc:sqlite:" + folder.resolve("appwatch.db"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode));
    private final Condition condition = new Condition();
    private final PackOptions options =
        CommandLine.populateCommand(new PackOptions(), "--rules", pack.toString());
    private final RuleBook book = options.book();
    private final Context context = options.contextAt(Instant.now());
    private final Intake intake =
        new Intake(store, book, context, IntakeOptions.DEFAULT, Clock.systemUTC());
    private final SelfWatch watch =
        new SelfWatch(store, Clock.systemUTC(), Map.of("user", "hub"), intake::canarySeen);
    private final Upkeep upkeep =
        new Upkeep(options, book, intake, store, condition, watch, Clock.systemUTC(), List::of);

    Service() {
      watch.started(java.util.Objects.requireNonNull(Upkeep.inForce(pack, book)), context);
    }

    @Override
    public void close() {
      upkeep.close();
      watch.stopped();
      intake.close();
      store.close();
    }
  }

  @BeforeEach
  void start() throws IOException {
    pack = folder.resolve("pack");
    PackCopy.into(pack);
    Files.delete(pack.resolve("changes/example.yaml"));
  }

  @AfterEach
  void stop() {
    if (service != null) {
      service.close();
    }
    System.clearProperty(REQUIRE);
    System.clearProperty(STATE);
  }

  private void run() {
    service = new Service();
  }

  private void restart() {
    service.close();
    service = new Service();
  }

  private void append(String file, String text) throws IOException {
    Files.writeString(pack.resolve(file), Files.readString(pack.resolve(file)) + text);
  }

  private List<Finding> own(String rule) {
    List<Finding> findings = new ArrayList<>();
    service
        .store
        .findings()
        .forEach(
            new FindingFilter(rule, null, null, null, null),
            stored -> findings.add(stored.finding()));
    return findings;
  }

  private List<Finding> allOwn() {
    List<Finding> findings = new ArrayList<>();
    service
        .store
        .findings()
        .forEach(
            FindingFilter.ALL,
            stored -> {
              if (stored.finding().rule().startsWith("APPWATCH-")) {
                findings.add(stored.finding());
              }
            });
    return findings;
  }

  private List<String> journal(String kind) {
    List<String> payloads = new ArrayList<>();
    service.store.forEachEntry(
        entry -> {
          if (entry.kind().equals(kind)) {
            payloads.add(entry.payload());
          }
        });
    return payloads;
  }

  /** Sends a record that alerts, and returns the digest of the pack that judged it. */
  private String judgedBy() throws IOException {
    sent++;
    String record = owner(String.valueOf(sent));
    service.intake.take(Delivery.bytes("http", record.getBytes(StandardCharsets.UTF_8)));
    String id = "r-" + sent;
    return own("APP-OWNER-01").stream()
        .filter(finding -> id.equals(finding.events().get(0).id()))
        .findFirst()
        .orElseThrow()
        .pack();
  }

  /** Returns a record, on a Sunday, that meets the row of new owners. */
  private static String owner(String number) {
    return """
    {"id":"r-%1$s","category":"ApplicationManagement","correlationId":"c-%1$s","result":"success",\
    "activityDisplayName":"Add owner to application","activityDateTime":"2026-03-01T02:40:12Z",\
    "loggedByService":"Core Directory","initiatedBy":{"user":{"id":"u-1","userPrincipalName":"ada@contoso.com"}},\
    "targetResources":[{"id":"o-%1$s","type":"User","userPrincipalName":"bob@contoso.com","modifiedProperties":\
    [{"displayName":"Application.ObjectID","oldValue":null,"newValue":"\\"a-%1$s\\""}]}],"additionalDetails":[]}
    """
        .formatted(number);
  }

  @Test
  void whatIsThereAtTheFirstStartIsWrittenDownAndNoNews() {
    run();
    service.upkeep.refresh();

    assertThat(allOwn()).isEmpty();
    assertThat(journal("service.started")).singleElement().asString().contains("\"user\":\"hub\"");
    assertThat(journal("pack.in-force"))
        .singleElement()
        .asString()
        .contains(service.book.digest(), RULE);
    assertThat(journal("limits.changed")).hasSize(1);
  }

  @Test
  void aChangedPackIsTakenIntoUseAndTold() throws IOException {
    run();
    String before = judgedBy();

    append("policy.yaml", "\n# a remark\n");
    service.upkeep.refresh();
    service.upkeep.refresh();

    String after = judgedBy();
    assertThat(after).isNotEqualTo(before).isEqualTo(service.intake.inForce().pack());
    assertThat(own("APPWATCH-PACK-01"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.summary())
                  .isEqualTo("The policy pack in force was changed: policy.yaml");
              assertThat(finding.risk()).isEqualTo(Risk.MEDIUM);
              assertThat(finding.disposition()).isEqualTo(Disposition.ALERT);
              assertThat(finding.decision().reason()).isEqualTo("FLOOR");
              assertThat(finding.pack()).isEqualTo(after);
            });
    assertThat(journal("pack.in-force"))
        .hasSize(2)
        .last()
        .asString()
        .contains("\"before\":\"" + before + "\"", "\"digest\":\"" + after + "\"", "policy.yaml");
    assertThat(service.condition.problems()).isEmpty();
    assertThat(service.store.checkJournal(null).problems()).isEmpty();
  }

  @Test
  void whatChangedWhileTheServiceWasDownIsToldAtTheNextStart() throws IOException {
    run();
    service.close();

    append("policy.yaml", "\n# a remark\n");
    Files.writeString(pack.resolve("changes/now.yaml"), feed("2026-06-10T23:00:00Z", 5));
    Files.writeString(
        pack.resolve("policy.yaml"),
        Files.readString(pack.resolve("policy.yaml"))
            .replace("graceMinutes: 0", "graceMinutes: 5"));
    service = new Service();

    assertThat(allOwn())
        .extracting(Finding::rule)
        .containsExactlyInAnyOrder("APPWATCH-PACK-01", "APPWATCH-WINDOW-01", "APPWATCH-FLOOR-01");
    assertThat(own("APPWATCH-FLOOR-01").get(0).evidence())
        .singleElement()
        .hasToString("Evidence[property=graceMinutes, oldValue=0, newValue=5]");
    assertThat(journal("service.stopped")).hasSize(1);

    restart();
    service.upkeep.refresh();
    assertThat(allOwn()).hasSize(3);
  }

  @Test
  void aWindowThatAppearsOrWidensIsTold() throws IOException {
    run();
    Path feed = pack.resolve("changes/now.yaml");
    Files.writeString(feed, feed("2026-06-10T23:00:00Z", 5));
    service.upkeep.refresh();
    service.upkeep.refresh();
    assertThat(own("APPWATCH-WINDOW-01"))
        .singleElement()
        .extracting(Finding::summary)
        .asString()
        .endsWith("allows more than before: CHG0031001");

    Files.writeString(feed, feed("2026-06-11T01:00:00Z", 5));
    service.upkeep.refresh();
    assertThat(own("APPWATCH-WINDOW-01")).hasSize(2);

    // shorter, and for fewer: no news for anybody
    Files.writeString(feed, feed("2026-06-10T22:00:00Z", 2));
    service.upkeep.refresh();
    Files.delete(feed);
    service.upkeep.refresh();
    assertThat(own("APPWATCH-WINDOW-01")).hasSize(2);
    assertThat(journal("changes.read")).hasSize(4).last().asString().contains("CHG0031001");
  }

  private static String feed(String end, int count) {
    return """
    changes:
      - {id: CHG0031001, type: normal, state: implement, approval: approved, approvedAt: 2026-06-09T15:00:00Z,
         approver: cab@contoso.com, requester: dev@contoso.com, tenant: 11111111-1111-4111-8111-111111111111,
         apps: [dddddddd-0000-4000-8000-000000000004], rows: [APP-CRED-01],
         actors: [aaaaaaaa-0000-4000-8000-000000000001], start: 2026-06-10T21:00:00Z, end: %s, expectedCount: %d}
    """
        .formatted(end, count);
  }

  @Test
  void aBrokenPackLeavesTheLastGoodOneInForceAndIsToldOnce() throws IOException {
    run();
    String good = judgedBy();
    String text = Files.readString(pack.resolve(RULE));

    Files.writeString(pack.resolve(RULE), text.replace("then", "thne"));
    service.upkeep.refresh();
    service.upkeep.refresh();

    assertRefusedOnce(good, "must stand here after the type");

    Files.writeString(pack.resolve(RULE), text);
    service.upkeep.refresh();
    assertThat(service.condition.problems()).isEmpty();
    assertThat(own("APPWATCH-PACK-01")).isEmpty();

    // what was put right and broken again is another incident
    Files.writeString(pack.resolve(RULE), text.replace("then", "thne"));
    service.upkeep.refresh();
    assertThat(own("APPWATCH-PACK-02")).hasSize(2);
  }

  @Test
  void aRuleThatCannotBeReadIsRefusedAndAllElseGoesOn() throws IOException {
    Path memory = Path.of("/proc/self/mem"); // reading it fails, for whoever it is
    assumeTrue(Files.exists(memory));
    run();
    String good = judgedBy();
    Files.createSymbolicLink(pack.resolve("drl/applications/unreadable.drl"), memory);

    service.upkeep.refresh();

    assertThat(judgedBy()).isEqualTo(good);
    assertThat(service.condition.problems().get("pack")).contains("can't be read");
    assertThat(own("APPWATCH-PACK-02")).hasSize(1);
  }

  @Test
  void whatFailsKeepsNothingElseFromBeingDone() throws Exception {
    run();
    String before = service.intake.inForce().pack();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("appwatch.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE recent"); // what is learned from others first
    }
    append("policy.yaml", "\n# a remark\n");

    service.upkeep.refresh();

    assertThat(service.intake.inForce().pack()).isNotEqualTo(before);
  }

  @Test
  void anApprovalThatIsRefusedIsToldUntilItIsMended() throws IOException {
    run();
    Path feed = pack.resolve("changes/now.yaml");
    Files.writeString(feed, feed("2026-06-10T23:00:00Z", 5).replace("approver:", "aprover:"));
    service.upkeep.refresh();

    assertThat(service.condition.problems().get("feeds"))
        .endsWith("problem of change feeds and calendars; what was refused suppresses nothing.");

    Files.writeString(feed, feed("2026-06-10T23:00:00Z", 5));
    service.upkeep.refresh();
    assertThat(service.condition.problems()).isEmpty();
  }

  @Test
  void brokenListsAndLimitsAreRefusedToo() throws IOException {
    run();
    String good = judgedBy();

    append("policy.yaml", "\nmisspelt: 1\n");
    service.upkeep.refresh();
    service.upkeep.refresh();

    assertRefusedOnce(good, "misspelt");
  }

  private void assertRefusedOnce(String good, String why) throws IOException {
    assertThat(judgedBy()).isEqualTo(good);
    assertThat(service.intake.inForce().pack()).isEqualTo(good);
    assertThat(service.condition.problems()).containsKey("pack");
    assertThat(own("APPWATCH-PACK-02"))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.risk()).isEqualTo(Risk.HIGH);
              assertThat(finding.disposition()).isEqualTo(Disposition.ALERT);
              assertThat(finding.evidence().get(0).newValue()).contains(why);
              assertThat(finding.pack()).isEqualTo(good);
            });
    assertThat(journal("pack.refused")).singleElement().asString().contains(why);
  }

  /** What somebody does to a pack that was signed, and why it is refused. */
  private enum Tampering {
    ABSENT_SIGNATURE("The pack has no signature") {
      @Override
      void with(UpkeepTest test) throws IOException {
        Files.delete(test.signature());
      }
    },
    EMPTY_LIST("The signature of the pack is not genuine") {
      @Override
      void with(UpkeepTest test) throws IOException {
        String text = Files.readString(test.signature());
        Files.writeString(
            test.signature(),
            text.replaceFirst(
                "\"payload\" : \"[^\"]*\"",
                "\"payload\" : \"appwatch.pack-signature/1\\\\\\\\nversion 7\\\\\\\\n\""));
      }
    },
    EXTRA_FILE("drl/applications/APP-EXTRA-01-x.drl was added") {
      @Override
      void with(UpkeepTest test) throws IOException {
        Files.writeString(test.pack.resolve("drl/applications/APP-EXTRA-01-x.drl"), "");
      }
    },
    MISSING_FILE(RULE + " is missing") {
      @Override
      void with(UpkeepTest test) throws IOException {
        Files.delete(test.pack.resolve(RULE));
      }
    },
    CHANGED_FILE("policy.yaml was changed") {
      @Override
      void with(UpkeepTest test) throws IOException {
        test.append("policy.yaml", " ");
      }
    },
    OLDER_VERSION("The version (6) of the pack is older than the one accepted before (7)") {
      @Override
      void with(UpkeepTest test) throws IOException {
        test.append("policy.yaml", "\n# older\n");
        test.sign("office", 6);
      }
    },
    UNKNOWN_KEY("The pack is signed by a key") {
      @Override
      void with(UpkeepTest test) throws IOException {
        test.append("policy.yaml", "\n# other\n");
        test.sign("stranger", 8);
      }
    };

    private final String why;

    Tampering(String why) {
      this.why = why;
    }

    abstract void with(UpkeepTest test) throws IOException;
  }

  private Path signature() {
    return folder.resolve("pack.signature.json");
  }

  private void sign(String key, long version) {
    assertThat(
            CommandRun.of(
                    "pack",
                    "sign",
                    "--rules",
                    pack.toString(),
                    "--key",
                    folder.resolve(key + ".key").toString(),
                    "--public-key",
                    folder.resolve(key + ".pub").toString(),
                    "--version-number",
                    Long.toString(version))
                .code())
        .isZero();
  }

  private void makeKey(String name) throws Exception {
    SigningKeys.write(folder.resolve(name + ".key"), folder.resolve(name + ".pub"));
  }

  @Test
  void aPackThatIsNotAsItWasSignedLeavesTheLastGoodOneInForce() throws Exception {
    makeKey("office");
    makeKey("stranger");
    Path keys = Files.createDirectories(folder.resolve("keys"));
    Files.copy(folder.resolve("office.pub"), keys.resolve("office.pem"));
    System.setProperty(REQUIRE, keys.toString());
    System.setProperty(STATE, folder.resolve("state").toString());
    sign("office", 7);
    run();
    String good = judgedBy();
    assertThat(journal("pack.in-force")).singleElement().asString().contains("\"version\":7");
    String policy = Files.readString(pack.resolve("policy.yaml"));
    String rule = Files.readString(pack.resolve(RULE));
    String signature = Files.readString(signature());
    int refusals = 0;

    for (Tampering tampering : Tampering.values()) {
      tampering.with(this);
      service.upkeep.refresh();
      service.upkeep.refresh();

      refusals++;
      assertThat(service.condition.problems()).as(tampering.name()).containsKey("pack");
      assertThat(service.condition.problems().get("pack")).contains(tampering.why);
      assertThat(judgedBy()).as(tampering.name()).isEqualTo(good);
      assertThat(journal("pack.refused"))
          .as(tampering.name())
          .hasSize(refusals)
          .last()
          .asString()
          .contains(tampering.why);
      assertThat(own("APPWATCH-PACK-02")).as(tampering.name()).hasSize(refusals);

      Files.deleteIfExists(pack.resolve("drl/applications/APP-EXTRA-01-x.drl"));
      Files.writeString(pack.resolve("policy.yaml"), policy);
      Files.writeString(pack.resolve(RULE), rule);
      Files.writeString(signature(), signature);
      service.upkeep.refresh();
      assertThat(service.condition.problems()).as(tampering.name()).isEmpty();
    }

    append("policy.yaml", "\n# newer\n");
    sign("office", 8);
    service.upkeep.refresh();
    assertThat(judgedBy()).isNotEqualTo(good);
    assertThat(journal("pack.in-force")).last().asString().contains("\"version\":8");
    assertThat(service.store.checkJournal(null).problems()).isEmpty();
  }

  @Test
  void aPackThatIsGoneIsRefused() throws IOException {
    run();
    String good = judgedBy();
    Files.move(pack, folder.resolve("elsewhere"));

    service.upkeep.refresh();
    service.upkeep.refresh();

    assertRefusedOnce(good, "is no folder");
  }

  @Test
  void theJournalIsInTheOrderInWhichThingsHappened() throws IOException {
    run();
    judgedBy();
    restart();

    List<String> kinds = new ArrayList<>();
    service.store.forEachEntry((JournalEntry entry) -> kinds.add(entry.kind()));
    assertThat(kinds)
        .containsExactly(
            "journal.begun",
            "service.started",
            "pack.in-force",
            "limits.changed",
            "decision",
            "service.stopped",
            "service.started");
  }

  /**
   * The pack is swapped again and again while deliveries come: rules, lists and limits change as
   * one. The digest of a finding tells by which pack it must have been judged, its risk and reason
   * by which one it was.
   */
  @Test
  void reloadsUnderLoadLoseNothingAndNeverJudgeByHalfAPack() throws Exception {
    int reloads = Integer.getInteger("appwatch.reloads", 6);
    run();
    String mild = service.book.digest();
    String list = "reference/automation-identities.csv";
    String milder = Files.readString(pack.resolve("policy.yaml"));
    String shorter = Files.readString(pack.resolve(list));
    AtomicBoolean ended = new AtomicBoolean();
    ExecutorService senders = Executors.newFixedThreadPool(2);
    List<Future<Integer>> work = new ArrayList<>();
    for (int sender = 0; sender < 2; sender++) {
      int first = sender;
      work.add(senders.submit(() -> sendUntil(ended, first)));
    }

    for (int reload = 0; reload < reloads; reload++) {
      boolean strict = reload % 2 == 0;
      // one after the other: whoever looks in between sees a pack that is neither
      Files.writeString(
          pack.resolve("policy.yaml"),
          strict ? milder.replace("offHoursRaiseRisk: false", "offHoursRaiseRisk: true") : milder);
      Files.writeString(
          pack.resolve(list), strict ? shorter + "u-1,Ada,*,until she left\n" : shorter);
      service.upkeep.refresh();
    }
    ended.set(true);
    int sentByAll = 0;
    for (Future<Integer> one : work) {
      sentByAll += one.get();
    }
    senders.shutdown();

    List<Finding> findings = own("APP-OWNER-01");
    assertThat(findings).hasSize(sentByAll);
    assertThat(service.store.check()).isEmpty();
    assertThat(service.store.totals().get("http")).isEqualTo(new Totals(sentByAll, sentByAll, 0));
    assertThat(findings.stream().map(Finding::pack).distinct()).hasSize(2);
    for (Finding finding : findings) {
      boolean strict = !finding.pack().equals(mild);
      assertThat(finding.risk()).isEqualTo(strict ? Risk.HIGH : Risk.MEDIUM);
      assertThat(finding.reasons().contains("OUTSIDE_WORKFLOW")).isEqualTo(!strict);
    }
    assertThat(own("APPWATCH-PACK-01")).hasSize(reloads);
    assertThat(service.store.checkJournal(null).problems()).isEmpty();
  }

  private int sendUntil(AtomicBoolean ended, int sender) throws IOException {
    int records = 0;
    while (!ended.get()) {
      StringBuilder lines = new StringBuilder();
      for (int record = 0; record < 10; record++) {
        lines.append(owner(sender + "-" + records));
        records++;
      }
      service.intake.take(
          Delivery.bytes("http", lines.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }
}
