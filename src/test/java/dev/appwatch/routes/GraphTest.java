package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Finding;
import dev.appwatch.store.Totals;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped polls of Microsoft Graph, against a real server in its place. */
final class GraphTest {

  private static final String SECRET = "s3cret+of/the=client";
  private static final String AUDITS = "/v1.0/auditLogs/directoryAudits";

  @TempDir private Path data;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final AtomicInteger tokens = new AtomicInteger();
  private final Deque<Optional<StandIn.Answer>> faults = new ArrayDeque<>();
  private final List<Instant> times = new ArrayList<>();

  @Test
  void readsEveryPageOnceAndGoesOnFromTheNewestRecord() throws Exception {
    records(7, now.minusSeconds(600));
    try (StandIn graph = new StandIn(this::graph);
        RunningHub hub = hub(graph, Map.of())) {
      RunningHub.until("every record is judged", () -> kept(hub).containsAll(ids(7)));
      int asked = graph.asked(AUDITS).size();
      RunningHub.until("it asks again", () -> graph.asked(AUDITS).size() > asked + 4);

      String first = graph.asked(AUDITS).get(0).query();
      assertThat(first)
          .contains("$top=3", "$orderby=activityDateTime asc", "$filter=activityDateTime ge ");
      Instant from = Instant.parse(first.substring(first.lastIndexOf(' ') + 1));
      assertThat(Duration.between(from, Instant.now()))
          .isBetween(Duration.ofMinutes(1450), Duration.ofMinutes(1455));
      assertThat(graph.asked(AUDITS))
          .extracting(StandIn.Asked::query)
          .anyMatch(
              query ->
                  query.contains("ge " + newest().minusSeconds(600) + "&")
                      || query.endsWith("ge " + newest().minusSeconds(600)));
      assertThat(hub.store().totals().getOrDefault("graph-audits", Totals.NONE).received())
          .as("pages that come again are known")
          .isEqualTo(7);
      assertThat(hub.store().check()).isEmpty();
      assertThat(tokens).hasValue(1);
      assertThat(graph.asked("/token").get(0).body())
          .contains("grant_type=client_credentials")
          .contains("client_secret=" + URLEncoder.encode(SECRET, StandardCharsets.UTF_8));
    }
  }

  @Test
  void goesOnAfterThrottlingErrorsAndATokenThatEnded() throws Exception {
    records(9, now.minusSeconds(900));
    faults.add(Optional.of(StandIn.Answer.status(401, Map.of())));
    faults.add(Optional.of(StandIn.Answer.status(429, Map.of("Retry-After", "2"))));
    for (StandIn.Answer fault :
        List.of(
            StandIn.Answer.status(500, Map.of()),
            StandIn.Answer.json("<html>Sign in</html>"),
            StandIn.Answer.json("{\"value\":[{\"id\":\"half"),
            StandIn.Answer.status(301, Map.of("Location", "http://127.0.0.1:9/")))) {
      faults.add(Optional.empty());
      faults.add(Optional.of(fault));
    }
    List<Instant> moments = new ArrayList<>();
    try (StandIn graph =
            new StandIn(
                asked -> {
                  synchronized (moments) {
                    if (asked.path().equals(AUDITS)) {
                      moments.add(Instant.now());
                    }
                  }
                  return graph(asked);
                });
        RunningHub hub = hub(graph, Map.of())) {
      RunningHub.until("every record is judged", () -> kept(hub).containsAll(ids(9)));
      RunningHub.until("every fault was met", () -> remaining() == 0);

      assertThat(Duration.between(moments.get(1), moments.get(2)))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
      assertThat(tokens).hasValue(2);
      assertThat(hub.store().quarantine().waiting()).isZero();
    }
  }

  @Test
  void neverFollowsALinkToAnotherServer() throws Exception {
    records(6, now.minusSeconds(600));
    try (StandIn stranger = new StandIn(asked -> StandIn.Answer.json("{\"value\":[]}"));
        StandIn graph =
            new StandIn(
                asked ->
                    asked.query().contains("skip=3")
                        ? page(0, 3, stranger.address() + "/v1.0/auditLogs/directoryAudits?skip=9")
                        : graph(asked));
        RunningHub hub = hub(graph, Map.of())) {
      RunningHub.until("it met the link twice", () -> skipped(graph, 3) > 1);

      assertThat(stranger.asked()).isEmpty();
      assertThat(kept(hub)).containsAll(ids(3));
    }
  }

  @Test
  void recordsOfTheFutureOrOutOfOrderDoNotMoveTheWatermarkPastOthers() throws Exception {
    times.add(now.minusSeconds(120));
    times.add(now.minusSeconds(700));
    times.add(Instant.parse("9999-01-01T00:00:00Z"));
    times.add(now.minusSeconds(650));
    AtomicInteger failures = new AtomicInteger(3);
    try (StandIn graph =
            new StandIn(
                asked ->
                    asked.query().contains("skip=3") && failures.getAndDecrement() > 0
                        ? StandIn.Answer.status(410, Map.of())
                        : graph(asked));
        RunningHub hub = hub(graph, Map.of())) {
      RunningHub.until("every record is judged", () -> kept(hub).containsAll(ids(4)));
      int asked = graph.asked(AUDITS).size();
      times.add(Instant.now().truncatedTo(ChronoUnit.SECONDS));
      RunningHub.until("a new one is judged too", () -> kept(hub).containsAll(ids(5)));

      assertThat(graph.asked(AUDITS)).hasSizeGreaterThan(asked);
      assertThat(hub.store().quarantine().waiting()).isZero();
    }
  }

  @Test
  void readsWhatApplicationsAreWithoutAWatermark() throws Exception {
    String objects =
        """
        {"@odata.context":"x","value":[{"id":"dddddddd-0000-4000-8000-000000000009","appId":"dddddddd-0000-4000-8000-000000000004",\
        "displayName":"Invoice Sync","createdDateTime":"2026-01-01T00:00:00Z","passwordCredentials":[{"keyId":\
        "eeeeeeee-0000-4000-8000-000000000001","displayName":"key","startDateTime":"2026-03-01T00:00:00Z",\
        "endDateTime":"2299-03-01T00:00:00Z"}],"keyCredentials":[],"web":{"redirectUris":[]}}]}
        """;
    try (StandIn graph =
            new StandIn(
                asked -> asked.path().equals("/token") ? token() : StandIn.Answer.json(objects));
        RunningHub hub =
            new RunningHub(
                data,
                Map.of(
                    "appwatch.graph.base",
                    graph.address() + "/v1.0",
                    "appwatch.graph.token",
                    graph.address() + "/token",
                    "appwatch.graph.applications.enabled",
                    "true",
                    "appwatch.graph.applications.every",
                    "300ms"))) {
      RunningHub.until("it asked twice", () -> graph.asked("/v1.0/applications").size() > 1);
      RunningHub.until("it is told", () -> !hub.findings().isEmpty());

      assertThat(hub.findings()).extracting(Finding::rule).containsOnly("APP-CRED-02");
      assertThat(graph.asked("/v1.0/applications").get(0).query()).isEqualTo("$top=500");
    }
  }

  @Test
  void losesNothingWhenItIsKilledBetweenPages() throws Exception {
    records(60, now.minusSeconds(3600));
    Deque<ServiceProcess> running = new ArrayDeque<>();
    AtomicInteger pages = new AtomicInteger();
    try (StandIn graph =
        new StandIn(
            asked -> {
              if (asked.path().equals(AUDITS) && pages.incrementAndGet() == 10) {
                running.getLast().kill();
              }
              return graph(asked);
            })) {
      Map<String, String> environment =
          new TreeMap<>(
              Map.of(
                  "APPWATCH_GRAPH_AUDITS_ENABLED", "true",
                  "APPWATCH_GRAPH_AUDITS_EVERY", "300ms",
                  "APPWATCH_GRAPH_AUDITS_PAGE", "3",
                  "APPWATCH_GRAPH_BASE", graph.address() + "/v1.0",
                  "APPWATCH_GRAPH_TOKEN", graph.address() + "/token",
                  "APPWATCH_GRAPH_CLIENT", "a-client",
                  "APPWATCH_GRAPH_SECRET", SECRET));
      try (ServiceProcess first = ServiceProcess.begin(data, environment)) {
        running.add(first);
        first.awaitEnd();
      }
      try (ServiceProcess second = ServiceProcess.begin(data, environment)) {
        running.add(second);
        RunningHub.until("all pages were asked", () -> skipped(graph, 57) > 1);
        assertThat(second.terminate()).isIn(0, 143);
        assertThat(second.log()).doesNotContain(SECRET).doesNotContain("graph-token-");
      }
      try (dev.appwatch.store.Store store = RunningHub.openStore(data)) {
        assertThat(RunningHub.recordIds(RunningHub.findings(store))).containsAll(ids(60));
        assertThat(store.check()).isEmpty();
      }
      assertThat(graph.asked(AUDITS).get(10).query())
          .as("it goes on from where it was, not from the beginning")
          .isNotEqualTo(graph.asked(AUDITS).get(0).query());
    }
  }

  private int remaining() {
    synchronized (faults) {
      return faults.size();
    }
  }

  private RunningHub hub(StandIn graph, Map<String, String> more) {
    Map<String, String> properties = new TreeMap<>(more);
    properties.put("appwatch.graph.base", graph.address() + "/v1.0");
    properties.put("appwatch.graph.token", graph.address() + "/token");
    properties.put("appwatch.graph.client", "a-client");
    properties.put("appwatch.graph.audits.enabled", "true");
    properties.put("appwatch.graph.audits.every", "300ms");
    properties.put("appwatch.graph.audits.page", "3");
    return new RunningHub(data, properties, Map.of("APPWATCH_GRAPH_SECRET", SECRET));
  }

  /** Answers as Graph does: pages of three, those at or after the time that was asked for. */
  private StandIn.Answer graph(StandIn.Asked asked) {
    if (asked.path().equals("/token")) {
      return token();
    }
    if (!asked.authorization().equals("Bearer graph-token-" + tokens.get())) {
      return StandIn.Answer.status(401, Map.of());
    }
    synchronized (faults) {
      Optional<StandIn.Answer> fault = faults.isEmpty() ? Optional.empty() : faults.removeFirst();
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    int skip = 0;
    String filter = asked.query();
    int from = 0;
    int mark = filter.indexOf("skip=");
    if (mark >= 0) {
      String[] cursor = filter.substring(mark + 5).split(";");
      skip = Integer.parseInt(cursor[0]);
      from = Integer.parseInt(cursor[1]);
    } else {
      Instant since = Instant.parse(filter.replaceAll(".* ge ([^ &]+).*", "$1"));
      while (from < times.size() && times.get(from).isBefore(since)) {
        from++;
      }
      skip = from;
    }
    int end = Math.min(skip + 3, times.size());
    String next = end == times.size() ? null : AUDITS + "?$skiptoken=x&skip=" + end + ";" + from;
    return page(skip, end, next);
  }

  private StandIn.Answer page(int first, int end, @Nullable String next) {
    String records =
        IntStream.range(first, end)
            .mapToObj(
                i ->
                    AuditRecords.record(i + 1)
                        .replace("2026-03-01T02:40:12Z", times.get(i).toString()))
            .collect(Collectors.joining(","));
    return StandIn.Answer.json(
        "{\"@odata.context\":\"x\",%s\"value\":[%s]}"
            .formatted(next == null ? "" : "\"@odata.nextLink\":\"" + next + "\",", records));
  }

  private StandIn.Answer token() {
    return StandIn.Answer.json(
        "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"graph-token-%d\"}"
            .formatted(tokens.incrementAndGet()));
  }

  private void records(int count, Instant from) {
    IntStream.range(0, count).forEach(i -> times.add(from.plusSeconds(i)));
  }

  private Instant newest() {
    return times.get(times.size() - 1);
  }

  private static long skipped(StandIn graph, int to) {
    return graph.asked(AUDITS).stream()
        .filter(asked -> asked.query().contains("skip=" + to + ";"))
        .count();
  }

  private static List<String> ids(int count) {
    return AuditRecords.ids(1, count);
  }

  private static Set<String> kept(RunningHub hub) {
    return RunningHub.recordIds(hub.findings());
  }
}
