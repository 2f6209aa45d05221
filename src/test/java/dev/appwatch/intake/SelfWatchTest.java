package dev.appwatch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.context.Context;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the service notices of its sources and of a canary, by a clock that the test moves. */
final class SelfWatchTest {

  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"));
  private static final PackInForce PACK =
      new PackInForce(BOOK.digest(), new TreeMap<>(Map.of("policy.yaml", "00")), null, 0);
  private static final String POLICY =
      "{\"policy\":{\"silence\":{\"minutes\":120,\"sources\":{\"files\":1500,\"quiet\":0}},"
          + "\"canary\":{\"minutes\":15,\"name\":\"appwatch canary\"}}}";

  @TempDir private Path folder;
  private final Moved clock = new Moved();
  private Store store;
  private Intake intake;
  private SelfWatch watch;
  private Context context;

  /** A clock that stands until it is moved. */
  private static final class Moved extends Clock {
    private Instant now = Instant.parse("2026-03-20T08:00:00Z");

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  @BeforeEach
  void start() throws IOException {
    context = context(POLICY);
    open();
  }

  private static Context context(String differences) throws IOException {
    return Context.load(Path.of("rules"), new ObjectMapper().readTree(differences));
  }

  private void open() {
    store =
        Store.open(
            new StoreAddress("jdbc:sqlite:" + folder.resolve("appwatch.db"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode));
    intake = new Intake(store, BOOK, context, IntakeOptions.DEFAULT, clock);
    watch = new SelfWatch(store, clock, Map.of("user", "hub"), intake::canarySeen);
    watch.started(PACK, context);
  }

  @AfterEach
  void stop() {
    intake.close();
    store.close();
  }

  private void restart() {
    stop();
    open();
  }

  private void deliver(String source, String name, Instant time) throws IOException {
    String record =
        """
        {"id":"%1$s","category":"UserManagement","correlationId":"%1$s","result":"success",\
        "activityDisplayName":"Update user","activityDateTime":"%1$s","loggedByService":"Core Directory",\
        "initiatedBy":{"app":{"displayName":"job"}},"targetResources":[{"id":"u-1","type":"User",\
        "displayName":"%2$s","modifiedProperties":[]}],"additionalDetails":[]}
        """
            .formatted(time, name);
    intake.take(Delivery.bytes(source, record.getBytes(StandardCharsets.UTF_8)));
  }

  private void deliver(String source) throws IOException {
    deliver(source, "Bob", clock.instant());
  }

  private List<String> own(String rule) {
    List<String> summaries = new ArrayList<>();
    store
        .findings()
        .forEach(
            new FindingFilter(rule, null, null, null, null),
            stored -> {
              Finding finding = stored.finding();
              assertThat(finding.disposition()).isEqualTo(Disposition.ALERT);
              assertThat(finding.decision().reason()).isEqualTo("FLOOR");
              summaries.add(finding.summary());
            });
    return summaries;
  }

  private List<String> journal(String prefix) {
    List<String> kinds = new ArrayList<>();
    store.forEachEntry(
        entry -> {
          if (entry.kind().startsWith(prefix)) {
            kinds.add(entry.kind());
          }
        });
    return kinds;
  }

  @Test
  void aSourceThatFallsSilentIsToldOnceForEachSilence() throws IOException {
    deliver("http");
    clock.move(Duration.ofHours(2));
    assertThat(watch.deliveries()).doesNotContainKey("source http");

    clock.move(Duration.ofSeconds(1));
    assertThat(watch.deliveries()).containsKey("source http");
    clock.move(Duration.ofHours(5));
    assertThat(watch.deliveries()).containsKey("source http");
    assertThat(own("APPWATCH-SOURCE-01"))
        .containsExactly(
            "Nothing came from http since 2026-03-20T08:00:00Z, for longer than 120 minutes");

    deliver("http");
    assertThat(watch.deliveries()).doesNotContainKey("source http");
    assertThat(journal("source")).containsExactly("source.silent", "source.back");

    clock.move(Duration.ofHours(3));
    watch.deliveries();
    assertThat(own("APPWATCH-SOURCE-01")).hasSize(2);
  }

  @Test
  void aHubThatIsNamedIsExpectedThoughItNeverDelivered() throws IOException {
    context = context("{\"policy\":{\"silence\":{\"sources\":{\"kafka\":30,\"kafka/audit\":60}}}}");
    restart();
    clock.move(Duration.ofMinutes(60));
    assertThat(watch.deliveries()).isEmpty();

    clock.move(Duration.ofSeconds(1));
    assertThat(watch.deliveries())
        .containsOnly(Map.entry("source kafka/audit", "Nothing ever came."));
    restart();
    assertThat(watch.deliveries()).containsKey("source kafka/audit");
    assertThat(own("APPWATCH-SOURCE-01"))
        .containsExactly(
            "Nothing ever came from kafka/audit, which is expected, for longer than 60 minutes");

    deliver("kafka/audit");
    assertThat(watch.deliveries()).isEmpty();
    assertThat(journal("source")).containsExactly("source.silent", "source.back");
  }

  @Test
  void silenceIsJudgedBySourceAndNeverOfTheProgramItself() throws IOException {
    deliver("files");
    deliver("quiet");
    intake.watchFeeds();
    clock.move(Duration.ofHours(25));
    watch.deliveries();
    assertThat(own("APPWATCH-SOURCE-01")).isEmpty();

    clock.move(Duration.ofMinutes(1));
    watch.deliveries();
    assertThat(own("APPWATCH-SOURCE-01")).singleElement().asString().contains("files");
  }

  @Test
  void theTimeInWhichTheServiceWasDownIsNoSilence() throws IOException {
    deliver("http");
    clock.move(Duration.ofHours(9));
    restart();
    watch.deliveries();
    assertThat(own("APPWATCH-SOURCE-01")).isEmpty();

    clock.move(Duration.ofMinutes(121));
    watch.deliveries();
    assertThat(own("APPWATCH-SOURCE-01")).hasSize(1);
  }

  @Test
  void aSilenceThatOutlastsARestartIsToldOnce() throws IOException {
    deliver("http");
    clock.move(Duration.ofMinutes(121));
    watch.deliveries();
    restart();

    assertThat(watch.deliveries()).containsKey("source http");
    clock.move(Duration.ofHours(3));
    watch.deliveries();

    assertThat(own("APPWATCH-SOURCE-01")).hasSize(1);
    assertThat(journal("source")).containsExactly("source.silent");
  }

  @Test
  void aCanaryThatComesIsNoNews() throws IOException {
    for (int times = 0; times < 5; times++) {
      clock.move(Duration.ofMinutes(14));
      deliver("http", "appwatch canary", clock.instant());
      assertThat(watch.deliveries()).doesNotContainKey("canary");
    }
    assertThat(own("APPWATCH-CANARY-01")).isEmpty();
  }

  @Test
  void aCanaryThatDoesNotComeIsToldOnceForEachAbsence() throws IOException {
    clock.move(Duration.ofMinutes(15));
    assertThat(watch.deliveries()).doesNotContainKey("canary");
    clock.move(Duration.ofSeconds(1));
    assertThat(watch.deliveries()).containsKey("canary");
    deliver("http", "another canary", clock.instant());
    // an old one that is sent again proves nothing
    deliver("http", "appwatch canary", clock.instant().minus(Duration.ofMinutes(16)));
    assertThat(watch.deliveries()).containsKey("canary");
    restart();
    assertThat(watch.deliveries()).containsKey("canary");
    assertThat(own("APPWATCH-CANARY-01"))
        .containsExactly("The canary did not come within 15 minutes; the last one: never");

    deliver("http", "appwatch canary", clock.instant());
    assertThat(watch.deliveries()).doesNotContainKey("canary");
    assertThat(journal("canary")).containsExactly("canary.missing", "canary.back");

    clock.move(Duration.ofMinutes(16));
    watch.deliveries();
    assertThat(own("APPWATCH-CANARY-01")).hasSize(2);
    assertThat(store.checkJournal(null).problems()).isEmpty();
  }

  @Test
  void noCanaryIsExpectedUnlessThePolicySaysSo() throws IOException {
    context = context("{}");
    restart();
    clock.move(Duration.ofDays(3));

    assertThat(watch.deliveries()).doesNotContainKey("canary");
    assertThat(own("APPWATCH-CANARY-01")).isEmpty();
  }

  @Test
  void twoServicesWithOneStoreTellAChangeOnce() throws IOException {
    SelfWatch other = new SelfWatch(store, clock, Map.of("user", "two"), intake::canarySeen);
    other.started(PACK, context);
    Context changed = context("{\"policy\":{\"graceMinutes\":3}}");

    watch.uses(PACK, changed);
    clock.move(Duration.ofSeconds(7));
    other.uses(PACK, changed);
    other.uses(PACK, changed);

    assertThat(own("APPWATCH-FLOOR-01"))
        .singleElement()
        .asString()
        .contains("graceMinutes", "silence.sources");
  }
}
