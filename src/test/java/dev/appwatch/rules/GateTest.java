package dev.appwatch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.drl.RuleFile;
import dev.appwatch.drl.RuleProblem;
import dev.appwatch.evaluate.Findings;
import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Event;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieSession;

/**
 * Holds the gate to a corpus of broken files and of files that try to run code. Beside each stands
 * what is said of it; {@code -Dgolden.accept=true} writes that anew.
 */
final class GateTest {

  private static final Path RESOURCES = Path.of("src/test/resources");
  private static final String NAME = "drl/applications/APP-TEST-01-something.drl";
  private static final String MARKER = "appwatch.marker";

  @TempDir private Path pack;

  @AfterEach
  void forgetMarker() {
    System.clearProperty(MARKER);
  }

  static Stream<Path> broken() throws IOException {
    return files("problems");
  }

  static Stream<Path> escapes() throws IOException {
    return files("escapes");
  }

  private static Stream<Path> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".drl")).sorted().toList().stream();
    }
  }

  @Test
  void corpusIsThere() throws IOException {
    assertThat(broken()).hasSizeGreaterThan(60);
    assertThat(escapes()).hasSizeGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("broken")
  void saysWhatIsWrong(Path file) throws IOException {
    assertThat(said(file)).contains(NAME);
  }

  @ParameterizedTest
  @MethodSource("escapes")
  void refusesCodeAndRunsNoneOfIt(Path file) throws IOException {
    assertThat(said(file)).contains(NAME + ":", ": error: ");
    assertThatThrownBy(() -> RuleBookLoader.load(pack)).isInstanceOf(RulesRefusedException.class);
    assertThat(System.getProperty(MARKER)).isNull();
  }

  /** The marker of the test above would be there if the gate let the code pass. */
  @ParameterizedTest
  @ValueSource(strings = {"then-statement.drl", "qualified-call.drl"})
  void withoutTheGateTheCodeRuns(String name) throws IOException {
    String text = Files.readString(RESOURCES.resolve("escapes").resolve(name));
    KieSession session =
        Compiler.compile(List.of(new RuleFile(NAME, text)), module -> {}).newKieSession();
    try {
      session.setGlobal("findings", new Deaf());
      session.insert(
          new AuditEvent(
              new EventHeader(new Position("a", 1, 0), null, null, null, null, "x"),
              "update application",
              null,
              null,
              true,
              "",
              Actor.UNKNOWN,
              List.of(),
              List.of(),
              Map.of()));
      session.fireAllRules();
    } finally {
      session.dispose();
    }

    assertThat(System.getProperty(MARKER)).isEqualTo("escaped");
  }

  private static final class Deaf implements Findings {
    @Override
    public void raise(Rule rule, Observation observation) {
      // what is raised is of no interest here
    }

    @Override
    public void raise(Rule rule, Event event) {
      // what is raised is of no interest here
    }
  }

  private String said(Path file) throws IOException {
    Path rule = pack.resolve(NAME);
    Files.createDirectories(rule.getParent());
    Files.copy(file, rule);
    Path lists = Files.createDirectories(pack.resolve("reference"));
    for (String list :
        List.of("operations.csv", "privileged-permissions.csv", "privileged-roles.csv")) {
      Files.copy(Path.of("rules/reference", list), lists.resolve(list));
    }
    String said =
        RuleBookLoader.check(pack).stream()
            .map(RuleProblem::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    Path golden = Path.of(file.toString().replaceFirst("\\.drl$", ".txt"));
    if (Boolean.getBoolean("golden.accept")) {
      Files.writeString(golden, said);
    }

    assertThat(said)
        .isEqualTo(Files.readString(golden))
        .doesNotContain("line=-1", "Lambda", "\tat ", "Exception", "no viable alternative");
    return said;
  }
}
