package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.proof.Answer;
import dev.appwatch.proof.Explainer;
import dev.appwatch.rules.ProbeBook;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import dev.appwatch.scenario.Scenario;
import dev.appwatch.scenario.ScenarioFile;
import dev.appwatch.scenario.ScenarioReader;
import dev.appwatch.scenario.ScenarioRunner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Why rules hold and why not. */
final class ExplainCommandTest {

  private static final Path CACHE = Path.of("target/test-cache");

  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out.append(run.out());
    err.append(run.err());
    return run.code();
  }

  /**
   * The explainer refuses to go on where its answer is not the engine's, so a disagreement fails
   * the scenario. Every rule is answered for every fact of every scenario.
   */
  @Test
  void agreesWithTheEngineOnEveryScenario() {
    Path pack = Path.of("rules");
    RuleBook book = RuleBookLoader.load(pack, CACHE);
    ProbeBook probes = ProbeBook.of(book, CACHE);
    Set<String> held = new HashSet<>();
    Set<String> failed = new HashSet<>();
    List<Explainer> explainers = new ArrayList<>();
    Function<Context, Witness> witnesses =
        context -> {
          Explainer explainer =
              new Explainer(
                  book,
                  probes,
                  context,
                  event -> true,
                  (event, explanation) -> {
                    for (Answer answer : explanation.answers()) {
                      (answer.held() ? held : failed).add(answer.rule());
                    }
                  });
          explainers.add(explainer);
          return explainer;
        };
    ScenarioRunner runner = new ScenarioRunner(new PackJudge(pack, book, witnesses));
    int passed = 0;
    for (ScenarioFile file : ScenarioReader.read(Path.of("test-scenarios"))) {
      for (Scenario scenario : file.scenarios()) {
        assertThat(runner.run(scenario).passed()).as(scenario.toString()).isTrue();
        explainers.forEach(Explainer::finish);
        explainers.forEach(Explainer::close);
        explainers.clear();
        passed++;
      }
    }

    assertThat(passed).isGreaterThan(400);
    // the row about this program itself is not raised by an event
    Set<String> rules = new HashSet<>(book.clausesByRule().keySet());
    rules.removeIf(rule -> rule.startsWith("APPWATCH-"));
    assertThat(held).containsAll(rules);
    assertThat(failed).containsAll(rules);
  }

  @Test
  void tellsEachConditionWithWhatItSaw() {
    assertThat(run("explain", "samples/entra-audit.json", "--record", "1", "--rule", "APP-CRED-01"))
        .isZero();

    assertThat(out.toString())
        .contains("record 1 of samples/entra-audit.json: Update application")
        .contains("it means CredentialChange")
        .contains("true    situation.hours == \"off\"   was \"off\"")
        .contains("false   newApplication == true   was false   <- the first that failed, line 108")
        .contains("CHG0031002 missed by actor (ACTOR), tenant (TENANT)")
        .contains("tenant: scope.holdsTenant($finding.tenant) was false")
        .doesNotContain("APP-PERM-01");
  }

  @Test
  void namesTheNearestRulesUnlessOneIsAskedFor() {
    run("explain", "samples/entra-audit.json", "--record", "1");

    assertThat(out.toString())
        .contains("nearest rules that did not hold:")
        .contains("\"APP-CRED-01 Azure rotated a managed identity\"")
        .contains("does not hold, 1 of 2 conditions failed");
  }

  @Test
  void writesJson() throws IOException {
    run(
        "explain",
        "samples/entra-audit.json",
        "--record",
        "1",
        "--rule",
        "APP-CRED-01 outside business hours",
        "--format",
        "json");

    JsonNode record = new ObjectMapper().readTree(out.toString());
    JsonNode rule = record.path("rules").get(0);
    assertThat(record.path("rules")).hasSize(1);
    assertThat(rule.path("held").asBoolean()).isTrue();
    assertThat(rule.path("conditions").get(3).path("condition").asText())
        .isEqualTo("situation.hours == \"off\"");
    assertThat(rule.path("conditions").get(3).path("saw").asText()).isEqualTo("\"off\"");
  }

  @Test
  void saysThatNoRuleLooksAtARecord() {
    assertThat(run("explain", "samples/event-hub.jsonl", "--record", "1")).isZero();

    assertThat(out.toString()).contains("it means nothing that a rule asks for (SignIn)");
  }

  @Test
  void refusesAnUnknownRule() {
    assertThat(run("explain", "samples", "--rule", "APP-CRED-1")).isEqualTo(ExitCode.REFUSED);

    assertThat(err.toString()).contains("There is no rule (APP-CRED-1).", "Maybe APP-CRED-01.");
  }
}
