package dev.appwatch.routes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.context.Context;
import dev.appwatch.intake.Delivery;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.rules.RuleBookLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped poll of ServiceNow, against a real server in its place. */
final class ServiceNowTest {

  private static final String TABLE = "/api/now/table/change_request";
  private static final String SECRET = "p4ss w)rd&%";
  private static final int PAGE = 1000;

  @TempDir private static Path data;

  private static final AtomicReference<StandIn.Script> SCRIPT =
      new AtomicReference<>(asked -> table(asked, 0));
  private static StandIn instance;
  private static RunningHub hub;

  @BeforeAll
  static void start() {
    instance = new StandIn(asked -> requireNonNull(SCRIPT.get()).answer(asked));
    hub =
        new RunningHub(
            data,
            Map.of(
                "appwatch.servicenow.enabled", "true",
                "appwatch.servicenow.base", instance.address(),
                "appwatch.servicenow.user", "appwatch",
                "appwatch.servicenow.every", "300ms",
                "appwatch.servicenow.timeout", "2s"),
            Map.of("APPWATCH_SERVICENOW_SECRET", SECRET));
  }

  @AfterAll
  static void stop() {
    hub.close();
    instance.close();
  }

  @BeforeEach
  void threeChanges() {
    SCRIPT.set(asked -> table(asked, 3));
    RunningHub.until(
        "three changes are there", () -> ids().equals(List.of("CHG0", "CHG1", "CHG2")));
  }

  @Test
  void asksForStoredValuesAndTheAddressOfWhoeverAsked() {
    StandIn.Asked asked = instance.asked(TABLE).get(0);
    assertThat(asked.query())
        .contains("sysparm_display_value=false", "sysparm_exclude_reference_link=true")
        .contains("sysparm_query=end_date>=javascript:gs.daysAgoStart(7)^", "^ORDERBYsys_id&")
        .contains("requested_by.email", "sysparm_limit=1000&sysparm_offset=0");
    assertThat(asked.authorization())
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(("appwatch:" + SECRET).getBytes(StandardCharsets.UTF_8)));
    assertThat(context().changes().windows())
        .allSatisfy(
            window -> {
              assertThat(window.requester()).isEqualTo("finance.it@contoso.com");
              assertThat(window.approver()).isEqualTo("cab@contoso.com");
            });
    assertThat(context().changeProblems()).isEmpty();
  }

  @Test
  void anEmptyAnswerIsAnEmptyFeed() {
    Instant before = Instant.now();
    SCRIPT.set(asked -> table(asked, 0));

    RunningHub.until("the feed is empty", () -> ids().isEmpty());

    assertThat(context().changeProblems()).isEmpty();
    assertThat(feed().readAt()).isAfter(before);
  }

  @Test
  void whateverElseIsAnsweredLeavesTheFeedToGrowOld() throws Exception {
    String good = table(1, 3, 0, "").body();
    List<StandIn.Script> bad = new ArrayList<>();
    bad.add(asked -> StandIn.Answer.json("<html><body>Instance hibernating</body></html>"));
    bad.add(asked -> StandIn.Answer.status(200, Map.of()));
    bad.add(asked -> StandIn.Answer.status(500, Map.of()));
    bad.add(asked -> StandIn.Answer.status(401, Map.of()));
    bad.add(asked -> StandIn.Answer.json("{\"result\":{}}"));
    bad.add(asked -> StandIn.Answer.json(good.substring(0, good.length() / 2)));
    bad.add(asked -> table(1, 3, 0, ",\"error\":{\"message\":\"Transaction cancelled\"}"));
    bad.add(asked -> total(table(1, 2, 0, ""), 3));
    for (StandIn.Script script : bad) {
      int asked = instance.asked().size();
      SCRIPT.set(script);
      byte[] before = Files.readAllBytes(file());
      RunningHub.until("it was asked", () -> instance.asked().size() > asked);
      int more = instance.asked().size();
      RunningHub.until("it was asked again", () -> instance.asked().size() > more);

      assertThat(Files.readAllBytes(file())).isEqualTo(before);
      assertThat(ids()).hasSize(3);
      SCRIPT.set(request -> table(request, 3));
      Instant old = feed().readAt();
      RunningHub.until("it is read again", () -> feed().readAt().isAfter(old));
    }
  }

  @Test
  void aServerThatIsSlowOrDripsHoldsNothingUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    int asked = instance.asked().size();
    SCRIPT.set(
        request -> {
          never.await();
          return table(request, 1);
        });
    RunningHub.until("it was asked twice", () -> instance.asked().size() > asked + 1);
    never.countDown();

    SCRIPT.set(request -> table(request, 4));
    RunningHub.until("it is read again", () -> ids().size() == 4);
  }

  @Test
  void aFeedThatGrewOldSuppressesNothing() throws Exception {
    byte[] event =
        inTenant(1)
            .replace("2026-03-01T02:40:12Z", Instant.now().toString())
            .getBytes(StandardCharsets.UTF_8);
    RuleBookHolder book = new RuleBookHolder();
    SCRIPT.set(asked -> StandIn.Answer.status(503, Map.of("Retry-After", "1")));
    int asked = instance.asked().size();
    RunningHub.until("nothing is read any more", () -> instance.asked().size() > asked + 1);
    ChangeFeed known = feed();

    hub.hub().intake().use(book.book, context());
    assertThat(judged(event)).isEqualTo(Disposition.SUPPRESSED);

    String old = Instant.now().minus(Duration.ofMinutes(21)).toString();
    Path grown = Files.createDirectory(data.resolve("grown"));
    Files.writeString(
        grown.resolve("servicenow.json"),
        Files.readString(file()).replace(known.readAt().toString(), old));
    hub.hub().intake().use(book.book, context(grown));
    byte[] later =
        inTenant(1)
            .replace("Directory_000001", "Directory_later")
            .replace("2026-03-01T02:40:12Z", Instant.now().toString())
            .getBytes(StandardCharsets.UTF_8);
    assertThat(judged(later)).isEqualTo(Disposition.ALERT);
    hub.hub().intake().watchFeeds();
    assertThat(hub.findings()).extracting(Finding::rule).contains("APPWATCH-FEED-01");
  }

  @Test
  void fiftyThousandChangesAreReadWholeAndJudgedByInASecond() {
    SCRIPT.set(asked -> table(asked, 50_000));

    RunningHub.until("all are there", () -> size() > 20_000_000);
    assertThat(ids()).hasSize(50_000).doesNotHaveDuplicates();
    Context context = context();
    hub.hub().intake().use(new RuleBookHolder().book, context);
    byte[] event =
        inTenant(77)
            .replace("2026-03-01T02:40:12Z", Instant.now().toString())
            .getBytes(StandardCharsets.UTF_8);
    Instant before = Instant.now();
    Disposition disposition = judged(event);
    Duration took = Duration.between(before, Instant.now());

    assertThat(disposition).isEqualTo(Disposition.SUPPRESSED);
    assertThat(took).isLessThan(Duration.ofSeconds(1));
    System.out.printf("one record among 50,000 changes: %d ms%n", took.toMillis());
  }

  /** Compiled rules, from the cache that the hub filled. */
  private static final class RuleBookHolder {
    private final dev.appwatch.rules.RuleBook book =
        RuleBookLoader.load(Path.of("rules"), Path.of("target/cache/appwatch"));
  }

  private static String inTenant(int number) {
    return AuditRecords.record(number)
        .replaceFirst("\\{", "{\"tenantId\":\"11111111-1111-4111-8111-111111111111\",");
  }

  private static Disposition judged(byte[] event) {
    try {
      hub.hub().intake().take(Delivery.bytes("test", event));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    String id =
        new String(event, StandardCharsets.UTF_8)
            .replaceAll(".*\"id\":\"(Directory_\\w+)\".*", "$1");
    return hub.findings().stream()
        .filter(finding -> finding.rule().equals("APP-CRED-01"))
        .filter(finding -> finding.events().stream().anyMatch(ref -> id.equals(ref.id())))
        .map(Finding::disposition)
        .findFirst()
        .orElseThrow();
  }

  private static StandIn.Answer table(StandIn.Asked asked, int total) {
    int offset = Integer.parseInt(asked.query().replaceAll(".*sysparm_offset=(\\d+).*", "$1"));
    return total(table(1, Math.min(PAGE, Math.max(0, total - offset)), offset, ""), total);
  }

  private static StandIn.Answer total(StandIn.Answer answer, int total) {
    return new StandIn.Answer(
        answer.status(), Map.of("X-Total-Count", String.valueOf(total)), answer.body());
  }

  /** Returns changes that run now; the first covers the application of the first record. */
  private static StandIn.Answer table(int one, int count, int offset, String beside) {
    Instant now = Clock.systemUTC().instant();
    String rows =
        IntStream.range(offset, offset + count)
            .mapToObj(
                i ->
                    """
                    {"sys_id":"%1$032d","number":"CHG%1$d","type":"normal","state":"-1","approval":"approved",\
                    "approval_set":"%2$s","start_date":"%3$s","end_date":"%4$s","work_start":"","work_end":"",\
                    "requested_by.email":"finance.it@contoso.com","closed_at":"","short_description":"Renew the key",\
                    "u_tenant":"11111111-1111-4111-8111-111111111111","u_app_ids":"%5$08d-0000-4000-8000-000000000001",\
                    "u_rows":"APP-CRED-01","u_actors":"aaaaaaaa-0000-4000-8000-000000000001","u_approver":"cab@contoso.com",\
                    "u_expected_count":"2"}\
                    """
                        .formatted(
                            i,
                            stored(now.minus(Duration.ofHours(30))),
                            stored(now.minus(Duration.ofHours(2))),
                            stored(now.plus(Duration.ofHours(2))),
                            i + one))
            .collect(Collectors.joining(","));
    return StandIn.Answer.json("{\"result\":[%s]%s}".formatted(rows, beside));
  }

  private static String stored(Instant time) {
    return time.toString().substring(0, 19).replace('T', ' ');
  }

  private static Path file() {
    return data.resolve("changes/servicenow.json");
  }

  private static long size() {
    return Files.exists(file()) ? file().toFile().length() : 0;
  }

  private static Context context() {
    return context(data.resolve("changes"));
  }

  private static Context context(Path feeds) {
    return Context.load(
        Path.of("rules"),
        new ObjectMapper().createObjectNode().put("tenant", "11111111-1111-4111-8111-111111111111"),
        List.of(feeds),
        Instant.now());
  }

  private static ChangeFeed feed() {
    return context().changes().feeds().get(0);
  }

  private static List<String> ids() {
    return Files.exists(file())
        ? context().changes().windows().stream().map(window -> window.id()).sorted().toList()
        : List.of("none");
  }
}
