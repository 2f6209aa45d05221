package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.cli.CommandRun;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.model.Finding;
import dev.appwatch.store.Store;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Processes of one consumer group on one broker and one PostgreSQL: how much they take, and what
 * remains when one of them is killed. In the profile {@code stress}; a small one is in {@link
 * KafkaTest}.
 */
@EnabledIfSystemProperty(named = "appwatch.stress", matches = "true")
final class ScaleTest {

  private static final int MESSAGES = 3_000;
  private static final int IN_A_MESSAGE = 20;
  private static final int RECORDS = MESSAGES * IN_A_MESSAGE;
  private static final int PARTITIONS = 8;

  @TempDir private static Path folder;

  private static Broker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new Broker(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void processesShareTheWork(int processes) throws Exception {
    String topic = "scale-" + processes;
    broker.makeTopic(topic, PARTITIONS);
    Deque<ServiceProcess> services = new ArrayDeque<>();
    try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
        Store store = open(postgres)) {
      Map<String, String> environment = new TreeMap<>(broker.environment(topic));
      environment.put("APPWATCH_DB", postgres.getJdbcUrl("postgres", "postgres"));
      for (int i = 0; i < processes; i++) {
        Path data = Files.createDirectory(folder.resolve(topic + "-" + i));
        services.add(ServiceProcess.start(data, broker.trust(), environment));
      }
      List<String> lines = lines(processes);
      Set<String> expected = findings(lines, folder.resolve(topic + ".jsonl"));
      broker.send(topic, messages(lines));
      RunningHub.until("the work has begun", () -> received(store) > 0);
      Instant began = Instant.now();
      long before = received(store);
      RunningHub.until("half is kept", () -> received(store) > RECORDS / 2);
      double seconds = Duration.between(began, Instant.now()).toMillis() / 1000.0;
      double rate = (received(store) - before) / seconds;
      if (processes > 1) {
        services.getFirst().kill();
      }
      Instant killed = Instant.now();
      RunningHub.until(
          "everything is kept",
          () -> received(store) >= RECORDS && ids(store).containsAll(expected));
      System.out.printf(
          "%d processes: %.0f records/s; all %d findings kept %.0f s after the beginning%s%n",
          processes,
          rate,
          expected.size(),
          Duration.between(began, Instant.now()).toMillis() / 1000.0,
          processes > 1
              ? ", %.0f s after one of them was killed"
                  .formatted(Duration.between(killed, Instant.now()).toMillis() / 1000.0)
              : "");
      services.forEach(ServiceProcess::close);
      assertThat(store.check()).isEmpty();
    } finally {
      services.forEach(ServiceProcess::close);
    }
  }

  private static Store open(EmbeddedPostgres postgres) {
    return RunningHub.openStore(postgres.getJdbcUrl("postgres", "postgres"));
  }

  private static long received(Store store) {
    return RunningHub.totals(store, "kafka").received();
  }

  private static Set<String> ids(Store store) {
    return RunningHub.findings(store).stream().map(Finding::id).collect(Collectors.toSet());
  }

  /** Returns what a run over all records at once finds. */
  private static Set<String> findings(List<String> lines, Path file) throws Exception {
    Files.write(file, lines);
    Path found = Path.of(file + ".findings");
    CommandRun run =
        CommandRun.of("evaluate", "--format", "jsonl", "-o", found.toString(), file.toString());
    assertThat(run.code()).as(run.err()).isZero();
    Set<String> ids = new TreeSet<>();
    for (String line : Files.readAllLines(found)) {
      ids.add(new ObjectMapper().readTree(line).path("id").asText());
    }
    assertThat(ids).hasSizeGreaterThan(100);
    return ids;
  }

  private static List<String> lines(int seed) throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    new Generator(Shape.DIAGNOSTIC, RECORDS, seed, 0.02).write(stream);
    return stream.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static List<String> messages(List<String> lines) {
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < lines.size(); i += IN_A_MESSAGE) {
      messages.add("{\"records\":[" + String.join(",", lines.subList(i, i + IN_A_MESSAGE)) + "]}");
    }
    return messages;
  }
}
