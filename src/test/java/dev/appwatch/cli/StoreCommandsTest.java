package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.appwatch.FindingBuilder;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.Risk;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.report.FindingJson;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreAddress;
import dev.appwatch.store.Totals;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands that read what the service keeps. */
final class StoreCommandsTest {

  private static final ChangeRegister NONE =
      new ChangeRegister(List.of(), List.of(), List.of(), List.of());

  @TempDir private Path data;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void fill() {
    Finding high = new FindingBuilder().id("aa01").event("x", 1).build();
    Finding low =
        new FindingBuilder()
            .id("bb02")
            .risk(Risk.LOW)
            .summary("Odd\u001b[31m.")
            .event("x", 2)
            .build();
    commit(new Totals(4, 2, 2), List.of(high, low), List.of(bad(3, "{\"oops\":"), good(4)));
  }

  private void commit(Totals totals, List<Finding> findings, List<QuarantinedRecord> bad) {
    try (Store store =
        Store.open(
            new StoreAddress("jdbc:sqlite:" + data.resolve("appwatch.db"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode))) {
      store.commit(
          new Outcome(
              "http",
              null,
              totals,
              findings,
              List.of(),
              bad,
              List.of(),
              Instant.parse("2026-06-11T08:00:00Z")),
          NONE);
    }
  }

  @Test
  void listsWhatIsAskedFor() {
    assertThat(run("findings", "list", "--risk", "low")).isZero();

    assertThat(out.toString()).contains("bb02").doesNotContain("aa01").doesNotContain("\u001b");
    assertThat(err.toString()).contains("received 4 = evaluated 2 + quarantined 2");
  }

  @Test
  void showsOneWithItsDecisions() {
    assertThat(run("findings", "show", "aa")).isZero();

    assertThat(out.toString()).contains("Stated 1 times").contains("alert high OUTSIDE_WINDOW");
  }

  @Test
  void exportsTheContract() throws Exception {
    Path file = data.resolve("all.jsonl");

    assertThat(run("findings", "export", "-o", file.toString())).isZero();

    assertThat(Files.readAllLines(file))
        .hasSize(2)
        .allMatch(line -> line.startsWith("{\"schema\":\"appwatch.finding/1\""));
  }

  @Test
  void anUnknownIdIsRefused() {
    assertThat(run("findings", "show", "zz")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("Maybe");
  }

  @Test
  void aStoreThatIsNotThereIsRefused() {
    assertThat(
            new CommandLine(new Main())
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(
                    (exception, command, result) ->
                        Failures.report(exception, command.getErr(), false))
                .execute("findings", "list", "--data", data.resolve("none").toString()))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("Maybe");
  }

  @Test
  void retriesWhatWaits() {
    assertThat(run("quarantine", "list")).isZero();
    assertThat(out.toString()).contains("x:3  MALFORMED_JSON").contains("x:4");

    assertThat(run("quarantine", "retry")).isEqualTo(ExitCode.QUARANTINED);

    assertThat(err.toString())
        .contains("1 of 2 were judged; the others stay.")
        .contains("received 4 = evaluated 3 + quarantined 1");
  }

  @Test
  void tellsThatSomethingIsMissing() {
    commit(new Totals(1, 0, 1), List.of(), List.of());

    assertThat(run("quarantine", "list")).isEqualTo(ExitCode.OUR_FAULT);
    assertThat(err.toString()).contains("3 records of http should wait in quarantine, but 2 do.");
  }

  @Test
  void listsAndForgetsSinks() {
    try (Store store =
        Store.open(
            new StoreAddress("jdbc:sqlite:" + data.resolve("appwatch.db"), null, null),
            FindingCodec.of(FindingJson::encode, FindingJson::decode))) {
      store.sinks().position("file");
      store.sinks().position("webhook");
      store.sinks().advance("file", 2, Instant.parse("2026-06-11T08:00:00Z"));
    }

    assertThat(run("sinks", "list")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "file          0 changes behind, last delivery 2026-06-11T08:00:00Z",
            "webhook       2 changes behind, last delivery never");

    assertThat(run("sinks", "forget", "webhok")).isEqualTo(ExitCode.REFUSED);
    assertThat(err.toString()).contains("(webhok)").contains("file, webhook");
    assertThat(run("sinks", "forget", "webhook")).isZero();
    assertThat(run("sinks", "list")).isZero();
    assertThat(out.toString()).containsOnlyOnce("webhook");
  }

  private static QuarantinedRecord bad(long number, String bytes) {
    return new QuarantinedRecord(
        new Position("x", number, 0),
        QuarantineReason.MALFORMED_JSON,
        "It ends early.",
        bytes.getBytes(StandardCharsets.UTF_8));
  }

  private static QuarantinedRecord good(long number) {
    return bad(
        number,
        "{\"id\":\"Directory_9\",\"category\":\"ApplicationManagement\",\"result\":\"success\",\"correlationId\":\"11111111-0000-4000-8000-000000000001\",\"activityDisplayName\":\"Add"
            + " application\",\"activityDateTime\":\"2026-03-04T09:00:00Z\",\"loggedByService\":\"Core"
            + " Directory\",\"initiatedBy\":{},\"targetResources\":[]}");
  }

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--data", data.toString()));
    CommandLine line = new CommandLine(new Main());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler(
        (exception, command, result) -> Failures.report(exception, command.getErr(), false));
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(all.toArray(String[]::new));
  }
}
