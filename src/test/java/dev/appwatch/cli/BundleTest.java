package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** A bundle as an auditor meets it: whole, damaged or forged. */
final class BundleTest {

  private static final String TENANT = "cccccccc-0000-4000-8000-0000000000aa";
  private static final String FEED =
      """
      {"readAt": "2026-06-30T00:00:00Z", "changes": [{
        "id": "CHG0031001", "type": "normal", "state": "closed", "approval": "approved",
        "approvedAt": "2026-02-27T09:00:00Z", "approver": "cab@contoso.com",
        "requester": "rita@contoso.com",
        "start": "2026-03-01T02:00:00Z", "end": "2026-03-01T04:00:00Z",
        "tenant": "cccccccc-0000-4000-8000-0000000000aa",
        "apps": ["dddddddd-0000-4000-8000-000000000004", "eeeeeeee-0000-4000-8000-000000000005"],
        "rows": ["APP-CRED-01"], "actors": ["aaaaaaaa-0000-4000-8000-000000000001"]
      }, {
        "id": "CHG0031002", "type": "normal", "state": "closed", "approval": "approved",
        "approvedAt": "2026-02-27T09:00:00Z", "approver": "cab@contoso.com",
        "requester": "rita@contoso.com", "expectedCount": 2,
        "start": "2026-03-02T03:00:00Z", "end": "2026-03-02T04:00:00Z",
        "tenant": "cccccccc-0000-4000-8000-0000000000aa",
        "apps": ["/subscriptions/22222222-2222-4222-8222-222222222222/resourcegroups/rg/providers/microsoft.keyvault/vaults/kv-pay"],
        "rows": ["KV-ACCESS-01"], "actors": ["bbbbbbbb-0000-4000-8000-000000000002"]}]}
      """;

  @TempDir private static Path shared;
  private static Path whole;
  private static String told;

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  @BeforeAll
  static void writesABundleOfTheSamples() throws IOException {
    whole = shared.resolve("whole.zip");
    told = bundle(whole).out();
  }

  private static Run bundle(Path file) throws IOException {
    Path feed = Files.writeString(shared.resolve("changes.json"), FEED);
    Run run =
        run(
            new BundleCommand(),
            "--now=2026-07-01T00:00:00Z",
            "--tenant=" + TENANT,
            "--changes=" + feed,
            "--quarantine=" + shared.resolve("quarantine.jsonl"),
            "-o",
            file.toString(),
            "samples");
    assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private static Run run(Callable<Integer> command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    line.setExecutionExceptionHandler(
        (failure, failed, result) -> Failures.report(failure, failed.getErr(), false));
    int code = line.execute(arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private Run verify(BundleFile bundle, String... options) throws IOException {
    Path file = bundle.write(folder.resolve("forged.zip"));
    String[] arguments = java.util.Arrays.copyOf(options, options.length + 1);
    arguments[options.length] = file.toString();
    return run(new VerifyCommand(), arguments);
  }

  private static String head() {
    return told.strip().substring(told.strip().lastIndexOf(' ') + 1);
  }

  private static String covered(BundleFile bundle) throws IOException {
    for (String line : bundle.lines("decisions.jsonl")) {
      JsonNode record = BundleFile.JSON.readTree(line);
      if (record.path("change").asText().equals("CHG0031001")) {
        return record.path("finding").asText();
      }
    }
    throw new AssertionError("No finding is covered.");
  }

  @Test
  void isWholeAndItsSuppressionIsDerivedAgain() throws IOException {
    Run run = run(new VerifyCommand(), "--head=" + head(), whole.toString());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("whole: ").contains("derived again 3,").contains(head());
    assertThat(run.out()).doesNotContain("explained by records 0");
  }

  @Test
  void recordsWhatCoversAFinding() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    String id = covered(bundle);
    String line =
        bundle.lines("decisions.jsonl").stream().filter(l -> l.contains(id)).findFirst().get();
    JsonNode record = BundleFile.JSON.readTree(line);

    assertThat(record.path("disposition").asText()).isEqualTo("suppressed");
    assertThat(record.path("reason").asText()).isEqualTo("OFF_HOURS"); // a Sunday
    assertThat(record.path("hours").asText()).isEqualTo("off");
    assertThat(record.path("cover").path("approver").asText()).isEqualTo("cab@contoso.com");
    assertThat(record.path("cover").path("row").asText()).isEqualTo("app-cred-01");
    assertThat(record.path("cover").path("from").asText()).isEqualTo("2026-03-01T02:00:00Z");
    assertThat(record.path("receivedAt").asText()).isEqualTo("2026-07-01T00:00:00Z");
  }

  @Test
  void hasTheSameBytesEachTime() throws IOException {
    Path again = folder.resolve("again.zip");
    bundle(again);

    assertThat(Files.mismatch(whole, again)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "findings.jsonl",
        "decisions.jsonl",
        "pack/policy.yaml",
        "pack/drl/suppression/change-window.drl",
        "changes/00001-changes.json",
        "changes/feeds.json"
      })
  void namesTheEntryOfWhichOneBitChanged(String name) throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.flip(name);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("manifest: digest of " + name + " is sha256:");
    assertThat(run.out()).startsWith("broken: ").contains("derived again 0,");
  }

  @Test
  void namesTheManifestOfWhichOneBitChanged() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.flip("manifest.json");

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("manifest: ");
  }

  @Test
  void namesADamagedZip() throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    bytes[200] ^= 1; // within the first entry, a change feed
    Path damaged = Files.write(folder.resolve("damaged.zip"), bytes);

    Run run = run(new VerifyCommand(), damaged.toString());

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).contains("changes/00001-changes.json");
  }

  @Test
  void derivesNoSuppressionFromAMovedWindow() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    forgeFeed(bundle, text -> text.replace("2026-03-01T02:00:00Z", "2026-03-01T03:00:00Z"));
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "finding %s: suppressed by CHG0031001, but the rules say OUTSIDE_WINDOW."
                .formatted(covered(bundle)));
  }

  @Test
  void letsAnApprovalCoverNoMoreThanItExpects() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    forgeFeed(bundle, text -> text.replace("\"expectedCount\": 2", "\"expectedCount\": 1"));
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .endsWith("suppressed by CHG0031002, but the rules say COUNT_EXCEEDED.");
  }

  @Test
  void holdsRecordsAgainstTheFeedAlsoWhereTheVerdictStays() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    forgeFeed(bundle, text -> text.replace("rita@contoso.com", "otto@contoso.com"));
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).contains("its decision record is not what pack and feeds lead to");
  }

  @Test
  void namesAFeedThatIsNotTheOneThatWasRead() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.put("changes/00001-changes.json", FEED + " ");
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("changes/feeds.json: digest of changes/00001-changes.json is");
  }

  private static void forgeFeed(BundleFile bundle, UnaryOperator<String> change) {
    String name = "changes/00001-changes.json";
    String before = BundleFile.sha(bundle.bytes(name));
    bundle.put(name, change.apply(bundle.text(name)));
    String after = BundleFile.sha(bundle.bytes(name));
    bundle.put("changes/feeds.json", bundle.text("changes/feeds.json").replace(before, after));
  }

  @Test
  void breaksTheChainWhereTwoRecordsChangedPlaces() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    for (String name : List.of("decisions.jsonl", "findings.jsonl")) {
      List<String> lines = bundle.lines(name);
      Collections.swap(lines, 2, 3);
      bundle.putLines(name, lines);
    }
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("decisions.jsonl line 3: the chain breaks here");
  }

  @Test
  void breaksTheChainWhereARecordWasChanged() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    List<String> lines = bundle.lines("decisions.jsonl");
    lines.set(1, lines.get(1).replace("\"frozen\":false", "\"frozen\":true"));
    bundle.putLines("decisions.jsonl", lines);
    bundle.resealManifest(manifest -> manifest);

    assertThat(verify(bundle).err())
        .startsWith("decisions.jsonl line 2: the chain breaks here: the line was changed.");
  }

  @Test
  void missesTheLastLines() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    for (String name : List.of("decisions.jsonl", "findings.jsonl")) {
      List<String> lines = bundle.lines(name);
      lines.remove(lines.size() - 1);
      bundle.putLines(name, lines);
    }
    bundle.resealManifest(
        manifest -> manifest.put("findings", manifest.get("findings").asInt() - 1));

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("manifest: the chain ends at sha256:");
  }

  @Test
  void namesTheFindingWhoseLineIsMissing() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    List<String> lines = bundle.lines("findings.jsonl");
    String removed = BundleFile.JSON.readTree(lines.remove(4)).path("id").asText();
    bundle.putLines("findings.jsonl", lines);
    bundle.resealManifest(manifest -> manifest);

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("findings.jsonl line 5: ").contains(removed);
  }

  @Test
  void doesNotBelieveASuppressionThatWasForgedWithEveryDigest() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    String id = forgeSuppression(bundle, "CHG0031001", "APPROVED_CHANGE");

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err())
        .startsWith("finding %s: suppressed by CHG0031001, but the rules say ".formatted(id));
  }

  @Test
  void doesNotBelieveAnExplanationThatNoRuleGives() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    String id = forgeSuppression(bundle, "audit-record-1", "NEW_APPLICATION");

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err())
        .startsWith("finding %s: suppressed by audit-record-1, but the rules say ".formatted(id));
  }

  /** Makes the first alert a suppression, and every digest right. */
  private static String forgeSuppression(BundleFile bundle, String change, String reason)
      throws IOException {
    List<String> lines = bundle.lines("findings.jsonl");
    int index = 0;
    while (!lines.get(index).contains("\"disposition\":\"alert\"")) {
      index++;
    }
    ObjectNode finding = (ObjectNode) BundleFile.JSON.readTree(lines.get(index));
    finding.put("disposition", "suppressed");
    ((ObjectNode) finding.get("decision"))
        .put("change", change)
        .put("reason", reason)
        .putNull("nearest");
    lines.set(index, BundleFile.JSON.writeValueAsString(finding));
    bundle.putLines("findings.jsonl", lines);
    String id = finding.path("id").asText();
    bundle.rechain(
        record ->
            record.path("finding").asText().equals(id)
                ? record
                    .put("disposition", "suppressed")
                    .put("change", change)
                    .put("reason", reason)
                    .putNull("nearest")
                : record);
    return id;
  }

  @Test
  void comparesTheChainWithTheHeadThatWasKept() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.rechain(record -> record.put("tzdata", "1999a"));

    assertThat(verify(bundle).code()).isEqualTo(ExitCode.DONE);
    Run run = verify(bundle, "--head=" + head());
    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("decisions.jsonl: the chain ends at ");
  }

  @Test
  void loadsNoPackButTheOneThatIsExpected() throws IOException {
    Run run = verify(BundleFile.read(whole), "--pack=sha256:00");

    assertThat(run.code()).isEqualTo(ExitCode.BROKEN);
    assertThat(run.err()).startsWith("manifest: the digest of the pack is sha256:");
    assertThat(run.out()).contains("derived again 0,");
  }

  @Test
  void namesEntriesThatAreMissingOrTooMany() throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.remove("pack/policy.yaml");
    bundle.put("pack/more.txt", "more");

    assertThat(verify(bundle).err().lines())
        .contains(
            "manifest: the entry pack/policy.yaml is missing.",
            "manifest: it does not name pack/more.txt.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil.txt",
        "pack/../../evil.txt",
        "/evil.txt",
        "pack/..\\evil.txt",
        "evil.txt"
      })
  void unpacksNothingOutsideOfItsFolder(String name) throws IOException {
    BundleFile bundle = BundleFile.read(whole);
    bundle.put(name, "evil");

    Run run = verify(bundle);

    assertThat(run.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run.err()).startsWith("The entry (" + name + ") must be a file inside");
  }

  @Test
  void refusesWhatIsNoBundle() throws IOException {
    Path text = Files.writeString(folder.resolve("text.zip"), "no zip", StandardCharsets.UTF_8);
    BundleFile noManifest = BundleFile.read(whole);
    noManifest.remove("manifest.json");
    BundleFile other = BundleFile.read(whole);
    other.put("manifest.json", "{\"schema\":\"other/1\"}");

    assertThat(run(new VerifyCommand(), text.toString()).code()).isEqualTo(ExitCode.REFUSED);
    assertThat(verify(noManifest).code()).isEqualTo(ExitCode.REFUSED);
    assertThat(verify(other).code()).isEqualTo(ExitCode.REFUSED);
  }
}
