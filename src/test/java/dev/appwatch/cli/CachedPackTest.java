package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.model.Finding;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Judge;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that were kept by an earlier run judge as freshly compiled ones do. */
final class CachedPackTest {

  private static final Path PACK = Path.of("rules");

  @TempDir private Path temporary;

  @Test
  void keptRulesRaiseTheSameFindingsInEveryScenario() throws IOException {
    Path cache = temporary.resolve("cache");
    List<Finding> compiled = findings(RuleBookLoader.load(PACK, cache));
    Path kept = only(cache);
    FileTime longAgo = FileTime.fromMillis(1_000);
    Files.setLastModifiedTime(kept, longAgo);
    List<Finding> fromCache = findings(RuleBookLoader.load(PACK, cache));

    // rules that had been compiled again would have replaced the file
    assertThat(Files.getLastModifiedTime(only(cache))).isEqualTo(longAgo);
    assertThat(compiled).hasSizeGreaterThan(200);
    assertThat(fromCache).isEqualTo(compiled);
  }

  private static Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> all = files.toList();
      assertThat(all).hasSize(1);
      return all.get(0);
    }
  }

  private static List<Finding> findings(RuleBook book) {
    Judge judge = new PackJudge(PACK, book);
    List<Finding> all = new ArrayList<>();
    ScenarioRunner runner =
        new ScenarioRunner(
            (records, differences, now) -> {
              List<Finding> found = judge.judge(records, differences, now);
              all.addAll(found);
              return found;
            });
    ScenarioReader.read(Path.of("test-scenarios")).stream()
        .flatMap(file -> file.scenarios().stream())
        .forEach((Scenario scenario) -> runner.run(scenario));
    return all;
  }
}
