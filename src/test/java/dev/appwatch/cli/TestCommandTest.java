package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.PackCopy;
import dev.appwatch.Schemas;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The command on a copy of real scenarios, some of which expect something else. */
final class TestCommandTest {

  private static final String OWNER = "APP-OWNER-01-new-owner.yaml";

  @TempDir private Path folder;

  private Path scenarios(String from, String to) throws IOException {
    String text = Files.readString(Path.of("test-scenarios/applications", OWNER));
    assertThat(text).contains(from);
    return Files.writeString(folder.resolve(OWNER), text.replaceFirst(from, to));
  }

  @Test
  void runsTheScenariosOfOneFile() throws IOException {
    Path file = scenarios("risk: medium", "risk: medium");

    CommandRun run = CommandRun.of("test", file.toString());

    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("\\d+ scenarios passed, 0 failed\\.");
  }

  @Test
  void tellsFieldByFieldWhatDiffers() throws IOException {
    Path file = scenarios("risk: medium", "risk: high");

    CommandRun run = CommandRun.of("test", file.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.out())
        .containsPattern("FAILED \\S+APP-OWNER-01-new-owner.yaml:\\d+: ")
        .contains("    other: APP-OWNER-01 is not as expected")
        .contains("        risk         expected high, raised medium")
        .contains(" 1 failed.");
  }

  @Test
  void acceptsWithAReasonAndPassesAfterwards() throws IOException {
    Path file = scenarios("risk: medium", "risk: high");

    CommandRun run = CommandRun.of("test", file.toString(), "--accept", "owners are medium");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("ACCEPTED ")
        .contains("risk         expected high, raised medium");
    String before = Files.readString(Path.of("test-scenarios/applications", OWNER));
    assertThat(Files.readString(file).replace("    accepted: \"owners are medium\"\n", ""))
        .isEqualTo(before);
    assertThat(Files.readString(file)).contains("accepted: \"owners are medium\"");
  }

  @Test
  void acceptsNothingWithoutAReason() throws IOException {
    Path file = scenarios("risk: medium", "risk: high");

    CommandRun run = CommandRun.of("test", file.toString(), "--accept", " ");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("must say why").contains("Maybe");
    assertThat(Files.readString(file)).contains("risk: high");
  }

  @Test
  void tellsOfRecordsThatCanNotBeJudgedAndGoesOn() throws IOException {
    Path file = scenarios("    expect:", "    but: {activityDisplayName: ~remove}\n    expect:");

    CommandRun run = CommandRun.of("test", file.toString());

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.out())
        .contains("REFUSED ")
        .contains("the record (1) of the scenario was quarantined")
        .contains("1 could not be judged");
  }

  @Test
  void refusesBrokenFilesWithEveryProblemByLine() throws IOException {
    Path file = scenarios("risk: medium", "risk: hihg");
    Files.writeString(folder.resolve("APP-URI-01-x.yaml"), "rule: APP-URI-01\nscenarios: [\n");

    CommandRun run = CommandRun.of("test", folder.toString());

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err())
        .containsPattern(file.getFileName() + ":\\d+: error: the risk \\(hihg\\)")
        .containsPattern("APP-URI-01-x.yaml:\\d+: error: the file is no YAML");
  }

  @Test
  void writesJunitXml() throws Exception {
    Path file = scenarios("risk: medium", "risk: high");

    CommandRun run = CommandRun.of("test", file.toString(), "--format", "junit");

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(run.out().getBytes(StandardCharsets.UTF_8)));
    assertThat(xml.getDocumentElement().getTagName()).isEqualTo("testsuites");
    assertThat(xml.getElementsByTagName("testsuite").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("failure").getLength()).isEqualTo(1);
    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .contains("expected high, raised medium");
    assertThat(
            xml.getElementsByTagName("testsuite")
                .item(0)
                .getAttributes()
                .getNamedItem("failures")
                .getNodeValue())
        .isEqualTo("1");
  }

  @Test
  void writesJsonThatMeetsItsSchema() throws IOException {
    Path file = scenarios("risk: medium", "risk: high");
    Path report = folder.resolve("report.json");

    CommandRun run =
        CommandRun.of("test", file.toString(), "--format", "json", "-o", report.toString());

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.err()).contains("1 failed");
    assertThat(
            Schemas.errors(
                Path.of("docs/schemas/test.schema.json"),
                new ObjectMapper().readTree(report.toFile())))
        .isEmpty();
  }

  @Test
  void runsAgainstAnotherPack() throws IOException {
    Path pack = folder.resolve("pack");
    PackCopy.into(pack);
    Path rule = pack.resolve("drl/applications/APP-OWNER-01-new-owner.drl");
    Files.writeString(rule, Files.readString(rule).replace("@risk(\"Medium\")", "@risk(\"High\")"));

    CommandRun run = CommandRun.of("test", "--rules", pack.toString(), "--row", "app-owner-01");

    assertThat(run.code()).isEqualTo(ExitCode.FOUND);
    assertThat(run.out()).contains("expected medium, raised high");
  }

  @Test
  void refusesARowThatHasNone() {
    CommandRun run = CommandRun.of("test", "--row", "APP-NONE-01");

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).contains("no scenarios of the row (APP-NONE-01)").contains("Maybe");
  }
}
