package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.proof.Equivalents;
import dev.appwatch.proof.Judges;
import dev.appwatch.proof.Mutant;
import dev.appwatch.proof.Mutants;
import dev.appwatch.proof.MutationRun;
import dev.appwatch.proof.Parallel;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of the rules that scenarios notice, and those that none does. */
final class MutateCommandTest {

  private static final Path PACK = Path.of("rules");
  private static final Path CACHE = Path.of("target/test-cache");
  private static final Path SCENARIOS = Path.of("test-scenarios");
  private static final int THREADS = 2;
  private static final int SAMPLE = 8;

  private static final List<Scenario> ALL = new ArrayList<>();
  private static List<Mutant> mutants;
  private static List<Mutant> survivors;

  @TempDir static Path work;
  @TempDir Path folder;

  @BeforeAll
  static void judgeTheShippedPack() {
    for (ScenarioFile file : ScenarioReader.read(SCENARIOS)) {
      ALL.addAll(file.scenarios());
    }
    RuleBook book = RuleBookLoader.load(PACK, CACHE);
    mutants = Mutants.of(PACK, book, file -> true, true);
    MutationRun run = new MutationRun(PACK, book, mutants, CACHE, work);
    Judges judges = PackJudge.judges();
    Parallel.map(THREADS, ALL, scenario -> run.judge(scenario, judges))
        .forEach(result -> assertThat(result.passed()).as(result.scenario().toString()).isTrue());
    survivors = run.survivors();
  }

  /** Whatever else somebody changes in the shipped rules, a scenario fails. */
  @Test
  void scenariosNoticeEveryChangeOfTheShippedPackThatMakesADifference() {
    Equivalents equivalents = Equivalents.read(SCENARIOS.resolve("equivalent-mutants.yaml"));

    assertThat(survivors.stream().filter(mutant -> equivalents.reason(mutant).isEmpty()))
        .extracting(Mutant::toString)
        .isEmpty();
    assertThat(equivalents.wrong(mutants, survivors)).isEmpty();
    assertThat(mutants).hasSizeGreaterThan(1_500);
    Set<Mutant.Kind> kinds = EnumSet.noneOf(Mutant.Kind.class);
    mutants.forEach(mutant -> kinds.add(mutant.kind()));
    assertThat(kinds).containsExactly(Mutant.Kind.values());
  }

  /**
   * Mutants are judged without compiling a pack for each. What came of it must be what comes of a
   * pack that is really written, checked and compiled with the change.
   */
  @Test
  void judgesAsAPackThatIsReallyChanged() throws IOException {
    List<Mutant> sample = new ArrayList<>(mutants);
    Collections.shuffle(sample, new Random(20260304));
    List<Mutant> chosen = new ArrayList<>();
    for (Mutant.Kind kind : Mutant.Kind.values()) {
      sample.stream().filter(mutant -> mutant.kind() == kind).limit(1).forEach(chosen::add);
    }
    sample.stream().filter(survivors::contains).limit(SAMPLE - chosen.size()).forEach(chosen::add);
    for (Mutant mutant : chosen) {
      Path pack = changed(mutant);
      ScenarioRunner runner = new ScenarioRunner(new PackJudge(pack, RuleBookLoader.load(pack)));
      boolean noticed = ALL.stream().anyMatch(scenario -> !runner.run(scenario).passed());

      assertThat(noticed)
          .as(mutant.toString())
          .isEqualTo(mutant.equivalent() == null && !survivors.contains(mutant));
    }
    assertThat(chosen).hasSize(SAMPLE);
  }

  private Path changed(Mutant mutant) throws IOException {
    Path pack = Files.createTempDirectory(folder, "pack");
    try (Stream<Path> walk = Files.walk(PACK)) {
      for (Path from : walk.toList()) {
        Path to = pack.resolve(PACK.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
    }
    Path file = pack.resolve(mutant.file());
    Files.writeString(file, mutant.changed(Files.readString(file)));
    return pack;
  }

  @Test
  void tellsSurvivorsAtTheirPlaceWithTheScenarioThatIsMissing() throws IOException {
    Path few = folder.resolve("few");
    Files.createDirectories(few);
    Files.copy(
        SCENARIOS.resolve("applications/AUTH-ROPC-01-ropc-flow.yaml"),
        few.resolve("AUTH-ROPC-01-ropc-flow.yaml"));
    String text = Files.readString(few.resolve("AUTH-ROPC-01-ropc-flow.yaml"));
    // without the scenarios in which the sign-in fails, nobody asks for succeeded
    Files.writeString(
        few.resolve("AUTH-ROPC-01-ropc-flow.yaml"),
        text.substring(0, text.indexOf("  - name:", text.indexOf("  - name:") + 1)));

    CommandRun run = CommandRun.of("mutate", "--row", "AUTH-ROPC-01", few.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.out())
        .contains(
            "drl/applications/AUTH-ROPC-01-ropc-flow.drl:25:5: error: no scenario of"
                + " (AUTH-ROPC-01 application used the ROPC flow) notices: drop succeeded == true.")
        .contains("Maybe add a scenario in which this condition alone does not hold");
    assertThat(run.err())
        .containsPattern("\\d+ changes: \\d+ noticed, \\d+ equivalent, \\d+ survived");
  }

  @Test
  void tellsSurvivorsAsSarifAndNamesWhatIsNoLongerEquivalent() throws IOException {
    Path few = folder.resolve("few");
    Files.createDirectories(few);
    Files.copy(
        SCENARIOS.resolve("applications/AUTH-ROPC-01-ropc-flow.yaml"),
        few.resolve("AUTH-ROPC-01-ropc-flow.yaml"));

    CommandRun run =
        CommandRun.of("mutate", "--row", "AUTH-ROPC-01", "--format", "sarif", few.toString());

    JsonNode sarif = new ObjectMapper().readTree(run.out());
    assertThat(sarif.path("version").asText()).isEqualTo("2.1.0");
    for (JsonNode result : sarif.path("runs").path(0).path("results")) {
      assertThat(result.path("ruleId").asText()).isEqualTo("survivor");
    }
    Equivalents wrong =
        new Equivalents(
            "list.yaml",
            List.of(
                new Equivalents.Entry("no such rule", "drop it", "because"),
                new Equivalents.Entry(
                    "AUTH-ROPC-01 application used the ROPC flow",
                    "drop succeeded == true",
                    "because")));
    assertThat(wrong.wrong(mutants, survivors))
        .hasSize(2)
        .anyMatch(text -> text.contains("is no mutant of this pack"))
        .anyMatch(text -> text.contains("is noticed by a scenario, so it is not equivalent"));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    CommandRun row = CommandRun.of("mutate", "--row", "APP-CRED-99");
    CommandRun threads = CommandRun.of("coverage", "--threads", "0");

    assertThat(row.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(row.err()).contains("There is no row (APP-CRED-99).");
    assertThat(threads.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void scenariosReachEveryRuleAndConditionBothWays() throws IOException {
    CommandRun text = CommandRun.of("coverage", "--least", "95");
    CommandRun json = CommandRun.of("coverage", "--format", "json");
    CommandRun all = CommandRun.of("coverage", "--least", "100", "--row", "AUTH-ROPC-01");

    assertThat(text.code()).isEqualTo(ExitCode.DONE);
    assertThat(text.out()).contains("22 of 22 rows");
    JsonNode tree = new ObjectMapper().readTree(json.out());
    assertThat(tree.path("rowsReached").asInt()).isEqualTo(tree.path("rows").asInt());
    assertThat(tree.path("rules")).allMatch(rule -> rule.path("held").asBoolean());
    assertThat(all.out()).contains("1 of 1 rows");
  }

  @Test
  void endsWithOneWhereTooLittleIsReached() throws IOException {
    Path few = folder.resolve("few");
    Files.createDirectories(few);
    Files.copy(
        SCENARIOS.resolve("applications/AUTH-ROPC-01-ropc-flow.yaml"),
        few.resolve("AUTH-ROPC-01-ropc-flow.yaml"));

    CommandRun run = CommandRun.of("coverage", few.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.out()).contains("never held.").contains("was never asked.");
  }
}
