package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.PackCopy;
import dev.appwatch.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two real packs over the samples. */
final class DiffCommandTest {

  private static final String CRED = "drl/applications/APP-CRED-01-added-credentials.drl";
  private static final String OWNER = "drl/applications/APP-OWNER-01-new-owner.drl";
  private static final String CRED_FINDING = "252cb70e93e2c18b4d52ebb616a2bca5";

  @TempDir private Path folder;
  private Path head;

  @BeforeEach
  void copy() throws IOException {
    head = folder.resolve("head");
    PackCopy.into(head);
  }

  private void change(String file, String from, String to) throws IOException {
    String text = Files.readString(head.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(head.resolve(file), text.replace(from, to));
  }

  private CommandRun diff(String... options) {
    List<String> all =
        new ArrayList<>(List.of("diff", "--base", "rules", "--head", head.toString(), "samples"));
    all.addAll(List.of(options));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void findsNothingBetweenEqualPacks() {
    CommandRun run = diff();

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("0 gone, 0 new, 0 risk moved, 0 disposition moved, 0 reasons moved");
  }

  @Test
  void failsWhenAHighAlertBecomesLessAndSaysByWhichLines() throws IOException {
    change(CRED, "@risk(\"High\")", "@risk(\"Low\")");

    CommandRun run = diff();

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.out())
        .contains("High alerts that vanish: 1\n    APP-CRED-01 high alert → low alert")
        .contains(CRED)
        .containsPattern("- +\\d+ {4}@risk\\(\"High\"\\)")
        .containsPattern("\\+ +\\d+ {4}@risk\\(\"Low\"\\)")
        .contains("high → low")
        .contains(CRED_FINDING);
  }

  @Test
  void letsARowOrAFindingBeAllowed() throws IOException {
    change(CRED, "@risk(\"High\")", "@risk(\"Low\")");

    assertThat(diff("--allow", "APP-CRED-01").code()).isZero();
    CommandRun run = diff("--allow", CRED_FINDING + ",APP-URI-01");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("High alerts that vanish: 1, allowed 1");
    assertThat(run.err()).contains("allowed (APP-URI-01), but no high alert of it vanishes");
  }

  @Test
  void seesARowThatIsGoneAndOneThatIsNew() throws IOException {
    Files.delete(head.resolve(CRED));
    String owner = Files.readString(head.resolve(OWNER));
    Files.writeString(
        head.resolve("drl/applications/OWN-NEW-01-owner.drl"),
        owner
            .replace("APP-OWNER-01", "OWN-NEW-01")
            .replace("package rules.", "package rules.own."));

    CommandRun run = diff("--format", "json", "--noise");

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    JsonNode tree = new ObjectMapper().readTree(run.out());
    assertThat(Schemas.errors(Path.of("docs/schemas/diff.schema.json"), tree)).isEmpty();
    assertThat(tree.at("/counts/gone").asInt()).isEqualTo(1);
    assertThat(tree.at("/counts/new").asInt()).isEqualTo(2);
    assertThat(tree.at("/counts/highVanished").asInt()).isEqualTo(1);
    JsonNode gone =
        tree.path("findings").findParents("highVanished").stream()
            .filter(finding -> finding.path("highVanished").asBoolean())
            .findFirst()
            .orElseThrow();
    assertThat(gone.path("id").asText()).isEqualTo(CRED_FINDING);
    assertThat(gone.path("head").isNull()).isTrue();
    assertThat(gone.path("ruleFiles").get(0).asText()).isEqualTo(CRED);
    assertThat(tree.path("noise").toString())
        .contains("{\"rule\":\"APP-CRED-01\",\"day\":\"2026-03-01\",\"base\":1,\"head\":0}");
  }

  @Test
  void seesWhatAListChangesAndNamesTheList() throws IOException {
    Files.writeString(
        head.resolve("reference/automation-identities.csv"),
        "id,name,operations,note\naaaaaaaa-0000-4000-8000-000000000001,Ada,*,\n");

    CommandRun run = diff();

    assertThat(run.out())
        .contains("reasons moved: ")
        .contains("OUTSIDE_WORKFLOW")
        .contains("its rule file is the same in both packs")
        .contains("    reference/automation-identities.csv");
  }

  @Test
  void tellsTheNoiseOfOnePack() {
    CommandRun run = CommandRun.of("noise", "samples");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("APP-CRED-02: 2 alerts on ")
        .contains("    2026-03-01        1")
        .contains("actors   {ada.admin@contoso.com=1}");
  }

  @Test
  void refusesAPackThatIsNotThere() {
    CommandRun run = CommandRun.of("diff", "--base", "ruels", "samples");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("(ruels)").contains("Maybe");
  }
}
