package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.HostileRecords;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.store.StoredQuarantine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hostile records and bodies through every way into the service: each ends in quarantine under its
 * own reason, and its neighbours are judged.
 */
@Timeout(300)
final class HostileDeliveriesTest {

  private static final List<HostileRecords> RECORDS = HostileRecords.all();
  private static final List<HostileRecords> BODIES = bodies();
  private static final int IDS_OF_A_WAY = 1_000_000;

  @TempDir private static Path folder;
  private static Broker broker;
  private static EventHubStandIn eventHub;
  private static RunningHub hub;

  /** A way into the service; another one is one more line in {@link #ways}. */
  private interface Way {
    void deliver(String name, byte[] body) throws Exception;
  }

  private static Map<String, Way> ways() {
    return new TreeMap<>(
        Map.of(
            "eventhubs", (name, body) -> eventHub.append(0, body),
            "files", HostileDeliveriesTest::drop,
            "http", (name, body) -> hub.client().post(Sent.TOKEN, body),
            "kafka", (name, body) -> broker.sendBytes("hostile", List.of(body))));
  }

  private static void drop(String name, byte[] body) throws IOException {
    Path draft = Files.write(folder.resolve(name), body);
    Files.move(draft, hub.inbox().resolve(name));
  }

  @BeforeAll
  static void deliverAll() throws Exception {
    broker = new Broker(folder);
    broker.makeTopic("hostile", 1);
    eventHub = new EventHubStandIn(1, null);
    Map<String, String> properties = new TreeMap<>(broker.routeProperties("hostile"));
    properties.putAll(EventHubsTest.properties());
    HttpOptions.Limits wide =
        new HttpOptions.Limits(
            32 << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            1_024,
            50,
            10_000);
    hub =
        new RunningHub(
            folder,
            properties,
            EventHubsTest.secrets(eventHub),
            HttpTokens.from(() -> List.of(Sent.TOKEN)),
            wide);
    int first = IDS_OF_A_WAY;
    for (Way way : ways().values()) {
      for (int i = 0; i < RECORDS.size(); i++) {
        way.deliver("record-" + i + ".jsonl", between(first + 2 * i, RECORDS.get(i).bytes()));
      }
      for (int i = 0; i < BODIES.size(); i++) {
        way.deliver("body-" + i + ".json", BODIES.get(i).bytes());
      }
      // what comes last shows that all that came before was taken
      way.deliver("last.jsonl", utf8(AuditRecords.lines(first + 2 * RECORDS.size(), 2)));
      first += IDS_OF_A_WAY;
    }
  }

  @AfterAll
  static void stop() {
    hub.close();
    eventHub.close();
    broker.close();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] between(int first, byte[] record) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(utf8(AuditRecords.lines(first, 1)));
    body.write(record);
    body.write('\n');
    body.write(utf8(AuditRecords.lines(first + 1, 1)));
    return body.toByteArray();
  }

  /** Bodies that are hostile as a whole, and the reason under which their first fault is told. */
  private static List<HostileRecords> bodies() {
    byte[] line = utf8(AuditRecords.lines(1, 1));
    byte[] packed = gzip(line);
    return List.of(
        new HostileRecords("gzip in gzip", gzip(packed), "NESTED_GZIP"),
        new HostileRecords("a bomb of blanks", gzip(new byte[0], 8 << 20), "GZIP_RATIO"),
        new HostileRecords(
            "a gzip that was cut", Arrays.copyOf(packed, packed.length - 9), "BROKEN_GZIP"),
        new HostileRecords(
            "an array that was cut",
            utf8("[" + AuditRecords.record(2) + "," + AuditRecords.record(3).substring(0, 99)),
            "MALFORMED_JSON"),
        new HostileRecords(
            "a page for browsers",
            utf8("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"),
            "MALFORMED_JSON"),
        new HostileRecords("a zip", utf8("PK\3\4\24\0\0\0../../x"), "MALFORMED_JSON"));
  }

  private static byte[] gzip(byte[] bytes) {
    return gzip(bytes, 0);
  }

  private static byte[] gzip(byte[] bytes, int blanks) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
      byte[] blank = new byte[blanks];
      Arrays.fill(blank, (byte) ' ');
      out.write(blank);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Stream<Arguments> everyRecordOnEveryWay() {
    List<String> ways = List.copyOf(ways().keySet());
    return IntStream.range(0, ways.size())
        .boxed()
        .flatMap(
            way ->
                IntStream.range(0, RECORDS.size())
                    .mapToObj(
                        i ->
                            Arguments.of(
                                ways.get(way), RECORDS.get(i), (way + 1) * IDS_OF_A_WAY + 2 * i)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRecordOnEveryWay")
  void costsItsOwnRecordOnly(String way, HostileRecords hostile, int first) {
    RunningHub.until("the neighbours are judged", () -> judged().containsAll(ids(first)));

    assertThat(quarantined(way, hostile)).containsExactly(hostile.reason());
  }

  static Stream<Arguments> everyBodyOnEveryWay() {
    return ways().keySet().stream()
        .flatMap(way -> BODIES.stream().map(body -> Arguments.of(way, body)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyBodyOnEveryWay")
  void stopsNothingThatComesAfterIt(String way, HostileRecords hostile) {
    int way0 = List.copyOf(ways().keySet()).indexOf(way) + 1;
    RunningHub.until(
        "what came last is judged",
        () -> judged().containsAll(ids(way0 * IDS_OF_A_WAY + 2 * RECORDS.size())));

    RunningHub.until("it is set aside", () -> reasons(way).contains(hostile.reason()));
    assertThat(hub.store().check()).isEmpty();
  }

  @Test
  void aMemberThatIsThereTwiceAlerts() {
    long alerting = RECORDS.stream().filter(HostileRecords::alerts).count();

    RunningHub.until(
        "every such record is told of, once for all ways",
        () -> told().filter(f -> f.events().size() == ways().size()).count() == alerting);
    assertThat(told()).hasSize((int) alerting).allMatch(f -> f.disposition() == Disposition.ALERT);
  }

  private static Stream<Finding> told() {
    return hub.findings().stream().filter(f -> f.rule().equals("APPWATCH-RECORD-01"));
  }

  private static List<String> ids(int first) {
    return AuditRecords.ids(first, 2);
  }

  private static Set<String> judged() {
    return RunningHub.recordIds(hub.findings());
  }

  private static List<StoredQuarantine> quarantine(String way) {
    List<StoredQuarantine> all = new ArrayList<>();
    hub.store().quarantine().forEach(false, all::add);
    return all.stream().filter(one -> one.intake().split("/")[0].equals(way)).toList();
  }

  private static Set<String> reasons(String way) {
    return quarantine(way).stream()
        .map(one -> one.record().reason().name())
        .collect(Collectors.toSet());
  }

  /** Returns the reasons of what was set aside of a record; its bytes may be cut. */
  private static List<String> quarantined(String way, HostileRecords hostile) {
    return quarantine(way).stream()
        .filter(one -> begins(one.record().bytes(), hostile.bytes()))
        .map(one -> one.record().reason().name())
        .toList();
  }

  private static boolean begins(byte[] kept, byte[] sent) {
    int length = Math.min(kept.length, sent.length);
    return length >= Math.min(sent.length, 1 << 10)
        && Arrays.equals(kept, 0, length, sent, 0, length);
  }
}
