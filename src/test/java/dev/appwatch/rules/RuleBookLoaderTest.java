package dev.appwatch.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.appwatch.model.RuleCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RuleBookLoaderTest {

  private static final String OWNER = "drl/applications/APP-OWNER-01-new-owner.drl";

  @Test
  void loadsTheEighteenRowsInOrder() {
    RuleBook book = RuleBookLoader.load(Path.of("rules"));

    assertThat(book.cards().stream().map(RuleCard::row).filter(row -> row > 0).toList())
        .hasSize(18)
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(book.cards())
        .allSatisfy(
            card -> {
              assertThat(card.attack()).isNotEmpty();
              assertThat(card.falsePositives()).isNotEmpty();
              assertThat(card.response()).isNotEmpty();
            });
    assertThat(book.digest()).matches("sha256:[0-9a-f]{64}");
  }

  @Test
  void everyConsequenceIsTheSameLine() throws IOException {
    for (RuleCard card : RuleBookLoader.load(Path.of("rules")).cards()) {
      String text = Files.readString(Path.of("rules").resolve(card.file()));

      assertThat(text.lines().filter(line -> line.contains("findings.raise")))
          .as(card.file())
          .allMatch(
              line ->
                  line.matches("  findings\\.raise\\(drools\\.getRule\\(\\), \\$[A-Za-z]+\\);"));
    }
  }

  @Test
  void pointsAtASyntaxError(@TempDir Path pack) throws IOException {
    write(pack, rule("OwnerAddition( byCreation === false )"));

    assertThatThrownBy(() -> RuleBookLoader.load(pack))
        .isInstanceOf(RulesRefusedException.class)
        .hasMessageContaining(OWNER + ":17")
        .hasMessageContaining("byCreation === false");
  }

  @Test
  void pointsAtTheFileOfAMisspeltField(@TempDir Path pack) throws IOException {
    write(pack, rule("OwnerAddition( byCreatoin == false )"));

    assertThatThrownBy(() -> RuleBookLoader.load(pack))
        .isInstanceOf(RulesRefusedException.class)
        .hasMessageContaining("byCreatoin")
        .hasMessageNotContaining("\tat ");
  }

  @Test
  void refusesAnnotationsThatTheEngineWouldMisread(@TempDir Path pack) throws IOException {
    write(pack, rule("OwnerAddition( )").replace("@row(\"17\")", "@row(017)"));

    assertThatThrownBy(() -> RuleBookLoader.load(pack))
        .isInstanceOf(RulesRefusedException.class)
        .hasMessageContaining("(@row) must hold one quoted string");
  }

  @Test
  void refusesAFolderWithoutRules(@TempDir Path pack) {
    assertThatThrownBy(() -> RuleBookLoader.load(pack))
        .hasMessageContaining("holds no rules")
        .hasMessageContaining("Maybe");
  }

  @Test
  void tellsAChangedListByTheDigest(@TempDir Path pack) throws IOException {
    write(pack, rule("OwnerAddition( byCreation == false )"));
    String before = RuleBookLoader.load(pack).digest();
    Files.createDirectories(pack.resolve("reference"));
    Files.writeString(pack.resolve("reference/own-domains.csv"), "domain\n");

    assertThat(RuleBookLoader.load(pack).digest()).isNotEqualTo(before);
  }

  private static void write(Path pack, String rule) throws IOException {
    Path file = pack.resolve(OWNER);
    Files.createDirectories(file.getParent());
    Files.writeString(file, rule);
  }

  private static String rule(String pattern) {
    return """
        package rules.test;
        import dev.appwatch.model.OwnerAddition;
        global dev.appwatch.evaluate.Findings findings;

        rule "APP-OWNER-01 owner added"
          @id("APP-OWNER-01")
          @row("17")
          @title("Owner")
          @risk("Medium")
          @source("log")
          @attack("T1078.004")
          @summary("{actor}")
          @why("why")
          @falsePositives("none")
          @response("look")
        when
          $addition : %s
        then
          findings.raise(drools.getRule(), $addition);
        end
        """
        .formatted(pattern);
  }
}
