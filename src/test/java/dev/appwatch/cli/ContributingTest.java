package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walks the four steps of CONTRIBUTING.md in a copy of the pack, as they are written there. */
final class ContributingTest {

  private static final Pattern BLOCK = Pattern.compile("```(\\w*)\\n(.*?)```", Pattern.DOTALL);
  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final String NAME = "applications/OWN-USER-01-user-updated-by-an-application";

  @TempDir private Path home;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();
  private String before = "";

  @BeforeEach
  void copyProject() throws IOException {
    for (String part : List.of("rules", "test-scenarios", "samples")) {
      try (Stream<Path> files = Files.walk(Path.of(part))) {
        for (Path file : files.toList()) {
          Files.copy(file, home.resolve(file.toString()));
        }
      }
    }
    before = System.getProperty("appwatch.home", ".");
    System.setProperty("appwatch.home", home.toString());
  }

  @AfterEach
  void goBack() {
    System.setProperty("appwatch.home", before);
  }

  private int run(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command);
    while (word.find()) {
      words.add(word.group(1) != null ? word.group(1) : word.group(2));
    }
    assertThat(words.remove(0)).isEqualTo("./appwatch");
    if (words.get(0).equals("evaluate")) {
      // findings go to the standard output of the process, which belongs to the test runner here
      words.addAll(List.of("-o", home.resolve("findings.txt").toString()));
    }
    CommandRun run = CommandRun.of(words.toArray(String[]::new));
    out.append(run.out());
    err.append(run.err());
    return run.code();
  }

  @Test
  void addsARowInFourSteps() throws IOException {
    String text = Files.readString(Path.of("CONTRIBUTING.md"));
    Matcher block =
        BLOCK.matcher(text.substring(text.indexOf("in four steps"), text.indexOf("## Anatomy")));
    List<Integer> codes = new ArrayList<>();
    Path rule = home.resolve("rules/drl/" + NAME + ".drl");
    Path scenarios = home.resolve("test-scenarios/" + NAME + ".yaml");
    while (block.find()) {
      switch (block.group(1)) {
        case "drl" -> {
          String skeleton = Files.readString(rule);
          String filled =
              skeleton.replaceFirst("  \\$event : .*\\n", Matcher.quoteReplacement(block.group(2)));
          assertThat(filled).isNotEqualTo(skeleton);
          Files.writeString(rule, filled);
        }
        case "yaml" -> {
          assertThat(run("./appwatch test --row OWN-USER-01"))
              .as("the skeleton fails")
              .isEqualTo(ExitCode.FOUND);
          Files.writeString(scenarios, block.group(2));
        }
        default -> block.group(2).lines().forEach(command -> codes.add(run(command)));
      }
    }

    assertThat(codes).as("%s%n%s", out, err).hasSize(5).containsOnly(ExitCode.DONE);
    assertThat(out.toString())
        .contains("warning: the annotation (@why) is still to be filled in. [fill-in]")
        .contains("4 scenarios passed, 0 failed.");
  }

  @Test
  void refusesAnIdThatIsTaken() {
    assertThat(run("./appwatch new APP-CRED-01 \"Something\"")).isEqualTo(ExitCode.REFUSED);
    assertThat(run("./appwatch new app-1 \"Something\"")).isEqualTo(ExitCode.REFUSED);
    assertThat(run("./appwatch new OWN-USER-02 \"A \\\\ title\"")).isEqualTo(ExitCode.REFUSED);

    assertThat(err.toString())
        .contains("The id (APP-CRED-01) is taken.")
        .contains("The id (app-1) must be capitals, hyphens and two digits.")
        .contains("must be words, without quotes and backslashes");
  }
}
