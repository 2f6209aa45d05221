package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs what the README tells a newcomer to run, and compares what it promises. */
final class ReadmeIT {

  private static final Pattern BLOCK = Pattern.compile("```\n\\$ (.+)\n([^`]*)```");

  @TempDir private Path folder;

  @Test
  void theCommandPrintsWhatTheReadmeShows() throws Exception {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("README.md")));
    assertThat(block.find()).isTrue();
    String command = block.group(1);
    List<String> shown = block.group(2).lines().toList();
    assertThat(command).isEqualTo("./appwatch evaluate samples/");

    Path out = folder.resolve("out.txt");
    int code = run(out, command.split(" "));

    assertThat(code).isZero();
    List<String> printed = Files.readAllLines(out, StandardCharsets.UTF_8);
    // the README leaves out the middle, marked by a line of three dots
    int gap = shown.indexOf("...");
    assertThat(gap).isPositive();
    assertThat(printed).startsWith(shown.subList(0, gap).toArray(String[]::new));
    assertThat(printed).endsWith(shown.subList(gap + 1, shown.size()).toArray(String[]::new));
  }

  @Test
  void theBuildServerRunsTheTestCommandOfTheReadme() throws IOException {
    assertThat(Files.readString(Path.of("README.md"))).contains("\nmvn verify\n");
    assertThat(Files.readString(Path.of(".ci/run"))).containsPattern("\nmvn( --\\S+)* verify\n");
  }

  @Test
  void aPathThatIsMissingIsRefusedWithoutAStackTrace() throws Exception {
    Path out = folder.resolve("out.txt");

    int code = run(out, "./appwatch", "evaluate", "no-such-folder");

    assertThat(code).isEqualTo(ExitCode.REFUSED);
    assertThat(Files.readString(out)).contains("no-such-folder").doesNotContain("\tat ");
  }

  private static int run(Path out, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    return process.waitFor();
  }
}
