package dev.appwatch.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.Findings;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.RuleCard;
import dev.appwatch.model.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TextReportTest {

  private static final TextOptions PLAIN = new TextOptions(false, false);
  private static final RuleCard CARD =
      new RuleCard(
          "APP-CRED-01",
          1,
          "Added credentials to existing applications",
          "High",
          "Audit log",
          List.of("T1098.001"),
          "Whoever holds the secret can act as the application.",
          List.of(),
          List.of("Ask the owner.", "Remove the credential."),
          true,
          "drl/applications/APP-CRED-01.drl");

  @Test
  void showsIncidentsAndCountsTheRest() throws IOException {
    String actual =
        text(
            PLAIN,
            Findings.complete(),
            new FindingBuilder()
                .id("3")
                .risk(Risk.MEDIUM)
                .time("2026-06-10T21:35:00Z")
                .events(
                    IntStream.rangeClosed(1, 8)
                        .mapToObj(i -> new EventRef(null, null, null, "a.json", i))
                        .toList())
                .evidence(
                    new Evidence("Permission", null, "Mail.Read"),
                    new Evidence("Scopes", "x".repeat(90) + "old", "x".repeat(90) + "new"))
                .build(),
            new FindingBuilder()
                .id("4")
                .rule("APP-OWN-01")
                .group("bb")
                .risk(Risk.LOW)
                .reasons()
                .actor(new Actor("application", "sp-9", null, null, null))
                .targets(new Target("", null, null, null))
                .decision(new Decision(null, "NO_CHANGE", null))
                .build(),
            new FindingBuilder()
                .id("5")
                .disposition(Disposition.SUPPRESSED)
                .decision(new Decision("CHG1", "COVERED", null))
                .build(),
            Findings.bare());

    assertThat(actual).isEqualTo(resource("report.txt"));
  }

  @Test
  void showsEverythingWhenAsked() {
    String actual =
        text(
            new TextOptions(true, false),
            new FindingBuilder()
                .disposition(Disposition.SUPPRESSED)
                .decision(new Decision("CHG1", "COVERED", null))
                .build());

    assertThat(actual)
        .contains("[suppressed]", "COVERED, covered by CHG1")
        .doesNotContain("Not shown");
  }

  @Test
  void saysWhenThereIsNothing() {
    assertThat(text(PLAIN)).isEqualTo("No findings.\n");
  }

  @Test
  void coloursOnlyWhenAsked() {
    assertThat(text(new TextOptions(false, true), Findings.complete()))
        .contains("\u001b[1;31mHIGH\u001b[0m");
    assertThat(text(PLAIN, Findings.complete())).doesNotContain("\u001b");
  }

  @Test
  void letsNoLogTextMoveTheCursorOrFloodTheScreen() {
    String evil = "\u001b[2J\n\u202e\u2028\udb40\udc41" + "x".repeat(100_000);

    String actual =
        text(
            PLAIN,
            new FindingBuilder()
                .id(evil)
                .rule(evil)
                .summary(evil)
                .reasons(evil)
                .actor(new Actor(evil, evil, evil, evil, evil))
                .targets(new Target(evil, evil, evil, evil))
                .evidence(new Evidence(evil, evil, evil + "y"))
                .decision(new Decision(evil, evil, new Decision.NearestChange(evil, evil)))
                .event(evil, 1)
                .build());

    assertThat(actual.lines())
        .allSatisfy(line -> assertThat(line.codePoints().filter(SafeText::unsafe)).isEmpty())
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(180))
        .hasSizeLessThan(40);
  }

  @Test
  void showsEveryFindingOfAVeryLargeIncident() {
    Finding[] findings =
        IntStream.range(0, 250)
            .mapToObj(i -> new FindingBuilder().id("finding-" + i).build())
            .toArray(Finding[]::new);

    String actual = text(PLAIN, findings);

    assertThat(actual).contains("101 findings and more", "finding-0,", "finding-249,");
    assertThat(actual.lines().filter(line -> line.startsWith("HIGH"))).hasSize(1);
    assertThat(actual.lines().filter(line -> line.contains(CARD.why()))).hasSize(1);
  }

  private static String text(TextOptions options, Finding... findings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FindingWriter unit = FindingWriters.text(bytes, List.of(CARD), options)) {
      for (Finding finding : findings) {
        unit.write(finding);
      }
      unit.finish();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = TextReportTest.class.getResourceAsStream(name)) {
      return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
