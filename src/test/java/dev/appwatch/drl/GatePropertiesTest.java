package dev.appwatch.drl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever is done to a rule file, the gate answers: with a tree, or with problems that have a
 * place.
 */
final class GatePropertiesTest {

  private static final List<RuleFile> SHIPPED = shipped();
  private static final List<String> PIECES =
      List.of(
          "\"",
          "'",
          "\\",
          "\\u0022",
          "(",
          ")",
          "((((",
          "{",
          "}",
          "[",
          "]",
          ",",
          ";",
          ":",
          ".",
          "..",
          "==",
          "=",
          "!",
          "&&",
          "||",
          "->",
          "::",
          "//",
          "/*",
          "*/",
          "@",
          "$",
          "$change",
          "#",
          "?",
          "eval(",
          "from",
          "new ",
          "then",
          "end",
          "rule \"x\"",
          "when",
          "not ",
          "exists ",
          "in (",
          "matches \"(a+)+\"",
          "null",
          "true",
          "0x1f",
          "010",
          "99999999999999999999",
          "\u201c",
          "\u201d",
          "\u2013",
          "\u00a0",
          "\u200b",
          "\u202e",
          "\ufeff",
          "\u0000",
          "\r",
          "\n",
          "\t",
          "\ud800",
          "\ud83d\ude00",
          "\u043e",
          "function void f() {}",
          "import static a.b;",
          "global x y;",
          "declare X end",
          "salience 1");

  private static List<RuleFile> shipped() {
    Path pack = Path.of("rules");
    try (Stream<Path> files = Files.walk(pack.resolve("drl"))) {
      return files
          .filter(file -> file.toString().endsWith(".drl"))
          .sorted()
          .map(file -> RuleFile.read(pack, file))
          .toList();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Property(tries = 2_000)
  void answersWhateverTheFileHolds(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int edits) {
    Random random = new Random(seed);
    RuleFile file = SHIPPED.get(random.nextInt(SHIPPED.size()));
    StringBuilder text = new StringBuilder(file.text());
    for (int i = 0; i < edits; i++) {
      int at = random.nextInt(text.length() + 1);
      int length = Math.min(random.nextInt(4) * random.nextInt(20), text.length() - at);
      text.replace(at, at + length, PIECES.get(random.nextInt(PIECES.size())));
    }
    RuleFile edited = new RuleFile(file.name(), text.toString());
    List<RuleProblem> problems = new ArrayList<>();

    RuleTree tree = new Gate(Map.of()).read(edited, problems);

    long lines = edited.text().lines().count() + 1;
    assertThat(problems)
        .allSatisfy(
            problem -> {
              assertThat(problem.line()).isBetween(0, (int) lines);
              assertThat(problem.lint()).matches("[a-z-]+");
              assertThat(problem.what()).isNotBlank();
              assertThat(problem.toString()).doesNotContain("\u0000", "\u202e");
            });
    if (problems.stream().noneMatch(RuleProblem::refuses)) {
      // what is compiled is what was read: reading it again gives the same rules
      List<RuleProblem> again = new ArrayList<>();
      RuleTree read = new Gate(Map.of()).read(new RuleFile(file.name(), tree.source()), again);
      assertThat(again).noneMatch(RuleProblem::refuses);
      assertThat(read.rules()).isEqualTo(tree.rules());
    }
  }
}
