package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.PackCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that says what is wrong with a pack. */
final class LintCommandTest {

  private static final String OWNER = "drl/applications/APP-OWNER-01-new-owner.drl";

  @TempDir private Path folder;
  private Path pack;
  private final StringBuilder out = new StringBuilder();
  private final StringBuilder err = new StringBuilder();

  @BeforeEach
  void copyPack() throws IOException {
    pack = folder.resolve("pack");
    PackCopy.into(pack);
  }

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out.append(run.out());
    err.append(run.err());
    return run.code();
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(pack.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(pack.resolve(file), text.replace(from, to));
  }

  @Test
  void saysNothingOfTheShippedPack() {
    assertThat(run("lint", "--strict")).isZero();

    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).isEqualToNormalizingNewlines("0 errors, 0 warnings.\n");
  }

  @Test
  void tellsTheProblemsOfAllFilesAtOnce() throws IOException {
    edit(OWNER, "guest == true", "gest == true");
    edit("drl/suppression/scope.drl", "holdsTenant", "holdsTenent");
    Files.writeString(pack.resolve("policy.yaml"), "graceMinutes: many\n");
    Files.writeString(pack.resolve("reference/known-networks.csv"), "netwrk,note\n10.0.0.0/8,\n");

    assertThat(run("lint", "--rules", pack.toString())).isEqualTo(ExitCode.REFUSED);

    assertThat(out.toString())
        .contains(OWNER + ":65:37: error: OwnerAddition has no field (gest). [field]")
        .contains("Maybe guest.")
        .contains("drl/suppression/scope.drl:")
        .contains(
            "policy.yaml:1: error: the value (many) of (graceMinutes) must be a whole number.")
        .contains("reference/known-networks.csv:1: error: there is no column (netwrk). [list]")
        .contains("Maybe network.");
    assertThat(err.toString()).contains("4 errors, 0 warnings.", "--fix");
  }

  @Test
  void correctsWhatCanOnlyBeMeantInOneWay() throws IOException {
    String before = Files.readString(pack.resolve(OWNER));
    edit(OWNER, "guest == true", "gest == \u201ctrue\u201d");
    edit(OWNER, "(drools.getRule(), $addition);", "(drools.getRule(), $addition)");

    assertThat(run("lint", "--fix", "--rules", pack.toString())).isZero();

    assertThat(Files.readString(pack.resolve(OWNER))).isEqualTo(before);
    assertThat(err.toString()).contains("corrected " + OWNER + ":65: ");
  }

  @Test
  void warnsWithoutRefusing() throws IOException {
    edit(OWNER, "guest == true", "guest == true, guest == false");
    Files.writeString(pack.resolve("drl/notes.txt"), "rules to write");

    assertThat(run("lint", "--rules", pack.toString())).isZero();
    assertThat(run("lint", "--strict", "--rules", pack.toString())).isEqualTo(ExitCode.REFUSED);

    assertThat(out.toString()).contains("warning: ", "[contradiction]", "[file-name]");
  }

  @Test
  void writesJsonAndSarif() throws IOException {
    edit(OWNER, "guest == true", "gest == true");

    run("lint", "--format", "json", "--rules", pack.toString());
    JsonNode problem = new ObjectMapper().readTree(out.toString()).get(0);
    out.setLength(0);
    run("lint", "--format", "sarif", "--rules", pack.toString());
    JsonNode result = new ObjectMapper().readTree(out.toString()).at("/runs/0/results/0");

    assertThat(problem.path("lint").asText()).isEqualTo("field");
    assertThat(problem.path("line").asInt()).isEqualTo(65);
    assertThat(problem.path("length").asInt()).isEqualTo("gest".length());
    assertThat(problem.path("maybe").asText()).isEqualTo("Maybe guest.");
    assertThat(result.path("ruleId").asText()).isEqualTo("field");
    assertThat(result.at("/locations/0/physicalLocation/region/startColumn").asInt()).isEqualTo(37);
    assertThat(result.at("/locations/0/physicalLocation/artifactLocation/uri").asText())
        .endsWith(OWNER);
  }

  @Test
  void namesTheCharactersOfAnotherEncoding() throws IOException {
    Files.write(
        pack.resolve(OWNER),
        Files.readString(pack.resolve(OWNER)).getBytes(java.nio.charset.StandardCharsets.UTF_16));

    assertThat(run("evaluate", "--rules", pack.toString(), "samples")).isEqualTo(ExitCode.REFUSED);

    assertThat(err.toString()).contains(OWNER + ":1:1: error: ", "save the file as UTF-8");
  }

  @Test
  void everyLintIsExplained() throws IOException {
    Set<String> said = new TreeSet<>();
    for (String corpus : new String[] {"problems", "escapes"}) {
      try (Stream<Path> files = Files.list(Path.of("src/test/resources", corpus))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".txt")).toList()) {
          Matcher lint =
              Pattern.compile(": (?:error|warning): .* \\[([a-z-]+)]$", Pattern.MULTILINE)
                  .matcher(Files.readString(file));
          while (lint.find()) {
            said.add(lint.group(1));
          }
        }
      }
    }

    assertThat(said).hasSizeGreaterThan(30);
    assertThat(Files.readString(Path.of("docs/lints.md")))
        .contains(said.stream().map("`%s`"::formatted).toList());
  }
}
