package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import dev.appwatch.model.RawRecord;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.Judged;
import dev.appwatch.pipeline.LivePipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.store.FindingFilter;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.Reconsidered;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.Totals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Delivers the records of scenarios one by one, as a service gets them, and compares with a run
 * over all of them.
 */
final class LiveScenariosTest {

  private static final Path PACK = Path.of("rules");
  private static final RuleBook BOOK = RuleBookLoader.load(PACK);
  private static final FindingCodec CODEC =
      FindingCodec.of(FindingJson::encode, FindingJson::decode);
  private static final Instant ALWAYS_FRESH = Instant.parse("9999-01-01T00:00:00Z");

  @TempDir private static Path folder;

  @BeforeAll
  static void makeEmptyStore() {
    Store.open(address("empty.db"), CODEC).close();
  }

  static Stream<Scenario> scenarios() {
    return ScenarioReader.read(Path.of("test-scenarios")).stream()
        .flatMap(file -> file.scenarios().stream())
        .filter(scenario -> scenario.records().size() > 1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void nothingIsMilderThanInARunOverAll(Scenario scenario) throws Exception {
    for (boolean reversed : new boolean[] {false, true}) {
      List<Map<String, @Nullable Object>> records = new ArrayList<>(scenario.records());
      if (reversed) {
        Collections.reverse(records);
      }
      Map<String, Finding> whole = new TreeMap<>();
      new PackJudge(PACK, BOOK)
          .judge(records, scenario.differences(), scenario.now())
          .forEach(finding -> whole.put(finding.id(), finding));
      Map<String, Finding> live = live(scenario, records);

      assertThat(live.keySet()).containsAll(whole.keySet());
      live.forEach(
          (id, finding) -> {
            Finding expected = whole.get(id);
            if (expected != null) {
              assertThat(finding.disposition()).isEqualTo(expected.disposition());
              assertThat(finding.reasons()).containsAll(expected.reasons());
            }
          });
    }
  }

  private static Map<String, Finding> live(
      Scenario scenario, List<Map<String, @Nullable Object>> all) throws Exception {
    Path file = Files.copy(folder.resolve("empty.db"), folder.resolve("live.db"));
    Context context =
        Context.load(
            PACK,
            scenario.differences(),
            List.of(),
            scenario.now() == null ? ALWAYS_FRESH : scenario.now());
    List<RawRecord> records = records(all);
    Map<String, Finding> findings = new TreeMap<>();
    try (Store store = Store.open(address("live.db"), CODEC);
        LivePipeline pipeline =
            new LivePipeline(
                new Evaluator(BOOK, context, scenario.now()), Duration.ofMinutes(60))) {
      for (RawRecord record : records) {
        Judged judged = pipeline.judge(sink -> sink.record(record), ALWAYS_FRESH);
        store.commit(outcome(judged), context.changes());
      }
      store
          .findings()
          .forEach(
              FindingFilter.ALL, stored -> findings.put(stored.finding().id(), stored.finding()));
      assertThat(store.check()).isEmpty();
    } finally {
      Files.delete(file);
    }
    return findings;
  }

  private static Outcome outcome(Judged judged) {
    return new Outcome(
        "scenario",
        null,
        new Totals(
            judged.counts().received(), judged.counts().evaluated(), judged.counts().quarantined()),
        judged.findings(),
        judged.reconsidered().entrySet().stream()
            .map(entry -> new Reconsidered(entry.getKey(), entry.getValue()))
            .toList(),
        judged.quarantined(),
        List.of(),
        ALWAYS_FRESH);
  }

  private static List<RawRecord> records(List<Map<String, @Nullable Object>> all) {
    List<RawRecord> records = new ArrayList<>();
    long number = 0;
    for (Map<String, @Nullable Object> fields : all) {
      number++;
      records.add(
          new RawRecord(
              new Position("scenario", number, 0),
              fields,
              fields.toString().getBytes(StandardCharsets.UTF_8)));
    }
    return records;
  }

  private static StoreAddress address(String name) {
    return new StoreAddress("jdbc:sqlite:" + folder.resolve(name), null, null);
  }
}
