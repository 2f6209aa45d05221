package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.JournalNote;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.Totals;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that checks what a service keeps. */
final class VerifyStoreTest {

  private static final Instant AT = Instant.parse("2026-06-11T08:00:00Z");

  @TempDir private Path data;

  @BeforeEach
  void fill() {
    try (Store store = open()) {
      store.commit(
          new Outcome(
              "http",
              null,
              new Totals(1, 1, 0),
              List.of(new FindingBuilder().id("aa01").event("x", 1).build()),
              List.of(),
              List.of(),
              List.of(),
              AT),
          ChangeRegister.NONE);
      store.journal(AT, List.of(JournalNote.of("service.started", Map.of("version", "unicorn"))));
    }
  }

  private Store open() {
    return Store.open(
        new StoreAddress("jdbc:sqlite:" + data.resolve("appwatch.db"), null, null),
        FindingCodec.of(FindingJson::encode, FindingJson::decode));
  }

  private CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  @Test
  void aWholeStoreIsWholeAndTellsItsHead() {
    CommandRun first = run("verify", "--store");

    assertThat(first.code()).isEqualTo(ExitCode.DONE);
    assertThat(first.out())
        .startsWith("whole: journal entries 3, findings 1\n")
        .containsPattern("the journal ends at 3:sha256:[0-9a-f]{64}\n");
    String head = first.out().replaceAll("(?s).*ends at (\\S+).*", "$1");
    assertThat(run("verify", "--store", "--head", head).code()).isEqualTo(ExitCode.DONE);
    assertThat(run("verify", "--store", "--head", "3:sha256:0").code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run("verify", "--store", "--head", head.replaceFirst("3", "4")).code())
        .isEqualTo(ExitCode.BROKEN);
  }

  @Test
  void aByteThatWasFlippedInTheFileIsNamed() throws Exception {
    Path file = data.resolve("appwatch.db");
    byte[] bytes = Files.readAllBytes(file);
    int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("unicorn");
    bytes[place] ^= 1;
    Files.write(file, bytes);

    CommandRun verify = run("verify", "--store");

    assertThat(verify.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(verify.out()).startsWith("broken: ");
    assertThat(verify.err())
        .isEqualTo("The entry 3 (service.started) of the journal was changed.\n");
  }

  @Test
  void aFileWhoseEndIsMissingIsBrokenOrNoStore() throws Exception {
    Path file = data.resolve("appwatch.db");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    CommandRun verify = run("verify", "--store");

    assertThat(verify.code()).isIn(ExitCode.BROKEN, ExitCode.REFUSED);
    assertThat(verify.err()).contains("Maybe");
  }

  @Test
  void whatIsNoStoreIsRefused() {
    assertThat(CommandRun.of("verify", "--store", "--data", data.resolve("none").toString()).code())
        .isEqualTo(ExitCode.REFUSED);
    assertThat(run("verify", "--store", "--head", "abc").code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run("verify", "--store", "bundle.zip").code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run("verify").code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void theJournalCanBeRead() {
    assertThat(run("journal", "--kind", "service").out())
        .isEqualTo("3  2026-06-11T08:00:00Z  service.started    {\"version\":\"unicorn\"}\n");
    assertThat(run("journal").out().lines()).hasSize(3);
    assertThat(run("journal", "--since", "2026-06-11T08:00:01Z").out()).isEmpty();
  }
}
