package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.PackCopy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command on real files, and what it prints after each save. */
@Timeout(120)
final class WatchCommandTest {

  private static final String OWNER = "APP-OWNER-01-new-owner.yaml";

  @TempDir private Path folder;

  /** What the command printed, line by line. */
  private static final class Lines extends Writer {

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final StringBuilder line = new StringBuilder();

    @Override
    public synchronized void write(char[] buffer, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        if (buffer[i] == '\n') {
          lines.add(line.toString());
          line.setLength(0);
        } else {
          line.append(buffer[i]);
        }
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** Waits for a line and returns it with those before it. */
    String until(String text) throws InterruptedException {
      StringBuilder seen = new StringBuilder();
      while (true) {
        @Nullable String next = lines.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("a line with (%s) after%n%s", text, seen).isNotNull();
        seen.append(next).append('\n');
        if (next != null && next.contains(text)) {
          return seen.toString();
        }
      }
    }
  }

  @Test
  void tellsAfterEachSaveWhatFailsAndWhatPassesAgain() throws Exception {
    Path scenarios = Files.createDirectory(folder.resolve("scenarios"));
    Path pack = folder.resolve("pack");
    PackCopy.into(pack);
    String sound = Files.readString(Path.of("test-scenarios/applications", OWNER));
    Path file = Files.writeString(scenarios.resolve(OWNER), sound);
    Path rule = pack.resolve("drl/applications/APP-OWNER-01-new-owner.drl");
    String soundRule = Files.readString(rule);
    Lines out = new Lines();
    CommandLine line = new CommandLine(new Main());
    line.setOut(new PrintWriter(out));
    Thread watching =
        new Thread(
            () -> line.execute("watch", file.toString(), "--rules", pack.toString()), "watch");
    watching.start();
    try {
      assertThat(out.until("Waiting")).contains(" 0 failed.").doesNotContain("FAILED");

      Files.writeString(file, sound.replaceFirst("risk: medium", "risk: high"));
      assertThat(out.until("Waiting"))
          .contains("FAILED ")
          .contains("expected high, raised medium")
          .contains(" 1 failed.");

      Files.writeString(file, sound.replaceFirst("risk: medium", "risk: hgih"));
      assertThat(out.until("Waiting")).contains("the risk (hgih) must be").contains("Nothing was");

      Files.writeString(file, sound);
      assertThat(out.until("Waiting")).contains("PASSED AGAIN ").contains(" 0 failed.");

      Files.writeString(rule, soundRule.replace("@risk(\"Medium\")", "@risk(\"High\")"));
      assertThat(out.until("Waiting")).contains("expected medium, raised high");
    } finally {
      watching.interrupt();
      watching.join();
    }
  }

  @Test
  void seesFilesInFoldersThatAreMadeLater() throws IOException {
    try (FolderWatch watch = FolderWatch.of(List.of(folder))) {
      Path later = Files.createDirectory(folder.resolve("later"));
      assertThat(watch.awaitChange()).isTrue();

      Files.writeString(later.resolve("a.yaml"), "a");
      assertThat(watch.awaitChange()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a.yaml, true",
    "a.drl, true",
    ".a.yaml.swp, false",
    "a.yaml~, false",
    "4.tmp, false"
  })
  void looksAwayFromWhatEditorsKeepForThemselves(String name, boolean counts) {
    assertThat(FolderWatch.counts(Path.of(name))).isEqualTo(counts);
  }
}
