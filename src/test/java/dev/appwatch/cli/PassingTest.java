package dev.appwatch.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.appwatch.PackCopy;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.pipeline.Counts;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that pass unread change nothing: findings, quarantine and counts are the plain ones. */
final class PassingTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path CACHE = Path.of("target", "cache", "appwatch");
  private static final RuleBook BOOK = RuleBookLoader.load(Path.of("rules"), CACHE);

  @TempDir private Path folder;

  /** All that comes of a source. */
  private record Outcome(List<String> findings, List<String> quarantined, Counts counts) {}

  static Stream<Path> samples() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("samples"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samples(Path sample) throws IOException {
    byte[] bytes = Files.readAllBytes(sample);

    assertThat(judged(BOOK, bytes, false)).isEqualTo(judged(BOOK, bytes, true));
  }

  @Test
  void recordsOfEveryScenario() throws IOException {
    byte[] bytes = scenarios();
    Outcome plain = judged(BOOK, bytes, true);

    assertThat(judged(BOOK, bytes, false)).isEqualTo(plain);
    assertThat(plain.findings()).hasSizeGreaterThan(20);
    assertThat(plain.counts().received()).isGreaterThan(80);
  }

  @ParameterizedTest
  @EnumSource
  void generatedStreams(Shape shape) throws IOException {
    byte[] bytes = generated(shape, 2_500, 17);
    Outcome plain = judged(BOOK, bytes, true);

    assertThat(judged(BOOK, bytes, false)).isEqualTo(plain);
    assertThat(plain.findings()).hasSizeGreaterThan(50);
    assertThat(judged(BOOK, array(bytes), false).findings())
        .isEqualTo(judged(BOOK, array(bytes), true).findings());
  }

  @ParameterizedTest
  @EnumSource
  void nearlyEveryRecordPasses(Shape shape) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Generator(shape, 1_000, 5, 0).write(bytes);
    List<Pipeline> made = new ArrayList<>();

    judged(BOOK, bytes.toByteArray(), false, made);

    assertThat(made.get(0).passed()).isGreaterThan(950);
  }

  /** Bytes changed, cut and doubled at random: what is quarantined, and why, stays the same. */
  @Property(tries = 60)
  void damagedStreams(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) throws IOException {
    Random random = new Random(seed);
    Shape[] shapes = Shape.values();
    byte[] bytes = generated(shapes[random.nextInt(shapes.length)], 40, seed);
    if (random.nextBoolean()) {
      bytes = array(bytes);
    }
    byte[] signs = "{}[]\",:\\\n\r\t 0az\u00e9-.".getBytes(UTF_8);
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = signs[random.nextInt(signs.length)];
    }

    assertThat(judged(BOOK, bytes, false)).isEqualTo(judged(BOOK, bytes, true));
  }

  /** Members renamed, dropped, doubled, or given other values: in doubt the record is built. */
  @Property(tries = 150)
  void changedRecords(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) throws IOException {
    Random random = new Random(seed);
    Shape[] shapes = Shape.values();
    String text = new String(generated(shapes[random.nextInt(shapes.length)], 12, seed), UTF_8);
    String[] names = {
      "category",
      "operationName",
      "properties",
      "authenticationProtocol",
      "userAgent",
      "Type",
      "createdDateTime",
      "activityDisplayName",
      "Operation",
      "Workload",
      "status",
      "appId",
      "value",
      "RawEventData",
      "records",
      "message",
      "_raw",
      "AuditData",
      "OperationNameValue",
      "time",
      "TimeGenerated",
      "CreationTime",
      "id",
      "riskState",
      "Level"
    };
    String[] values = {
      "null",
      "\"\"",
      "1",
      "{}",
      "[]",
      "\"ropc\"",
      "\"Device Code\"",
      "\"BAV2ROPC\"",
      "\"AuditLogs\"",
      "\"{\\\"a\\\":1}\"",
      "\"Exchange\"",
      "\"2099-01-01T00:00:00Z\"",
      "[{\"id\":\"x\"}]",
      "\"Update application.\"",
      "\"caf\\u00e9\"",
      "{\"id\":\"1\",\"authenticationProtocol\":\"ropc\"}"
    };
    for (int i = random.nextInt(4); i >= 0; i--) {
      String name = names[random.nextInt(names.length)];
      String other = names[random.nextInt(names.length)];
      String value = values[random.nextInt(values.length)];
      switch (random.nextInt(4)) {
        case 0 -> text = text.replace("\"" + name + "\":", "\"" + other + "\":");
        case 1 ->
            text =
                text.replaceAll(
                    "\"" + name + "\":\"[^\"]*\"",
                    "\"" + name + "\":" + java.util.regex.Matcher.quoteReplacement(value));
        case 2 -> text = text.replace("{\"", "{\"" + name + "\":" + value + ",\"");
        default -> text = text.replaceFirst("\"" + name + "\"", "\"" + other + "\"");
      }
    }

    byte[] bytes = text.getBytes(UTF_8);
    assertThat(judged(BOOK, bytes, false)).isEqualTo(judged(BOOK, bytes, true));
  }

  @ParameterizedTest
  @EnumSource
  void severalThreads(Shape shape) throws IOException {
    byte[] bytes = generated(shape, 4_000, 23);
    Outcome plain = judged(BOOK, bytes, true);

    assertThat(judged(BOOK, bytes, false, 3, new ArrayList<>())).isEqualTo(plain);
    assertThat(judged(BOOK, bytes, true, 2, new ArrayList<>())).isEqualTo(plain);
  }

  /** Lines with blanks, commas or other ends, over several lines, two in one, and a last half. */
  @ParameterizedTest
  @EnumSource
  void linesOfEveryKind(Shape shape) throws IOException {
    Random random = new Random(31);
    StringBuilder text = new StringBuilder();
    for (String line : new String(generated(shape, 1_200, 31), UTF_8).split("\n", -1)) {
      text.append(
          switch (random.nextInt(40)) {
            case 0 -> line + " \n";
            case 1 -> line + "\r\n";
            case 2 -> line + "\r\r\n";
            case 3 -> line + ",\n";
            case 4 -> "\t " + line + "\n\n \n";
            case 5 -> line;
            case 6 -> line + "x\n";
            case 7 ->
                line.isEmpty()
                    ? ""
                    : JSON.readTree(line).toPrettyString() + (random.nextBoolean() ? "\n" : "");
            case 8 -> line.replace(",\"", ",\n\"") + "\n";
            case 9 -> line.substring(0, line.length() / 2) + "\n";
            default -> line + "\n";
          });
    }
    byte[] whole = text.toString().getBytes(UTF_8);
    assertThat(whole).hasSizeGreaterThan(1 << 20); // more than a chunk

    for (int cut : new int[] {0, 1, 2, 1_000}) {
      byte[] bytes = java.util.Arrays.copyOf(whole, whole.length - cut);
      Outcome plain = judged(BOOK, bytes, true);

      assertThat(judged(BOOK, bytes, false)).as("less %d", cut).isEqualTo(plain);
      assertThat(judged(BOOK, bytes, false, 3, new ArrayList<>())).isEqualTo(plain);
      assertThat(plain.quarantined()).isNotEmpty();
    }
  }

  /** Damage in the midst of what other threads are reading, and values over several lines. */
  @Property(tries = 6)
  void damageUnderSeveralThreads(@ForAll @LongRange(min = 0, max = 1_000_000) long seed)
      throws IOException {
    Random random = new Random(seed);
    byte[] bytes = generated(Shape.DIAGNOSTIC, 2_500, seed);
    byte[] signs = "{}[]\",\n\r 0\u00e9".getBytes(UTF_8);
    for (int i = random.nextInt(12); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = signs[random.nextInt(signs.length)];
    }

    assertThat(judged(BOOK, bytes, false, 3, new ArrayList<>()))
        .isEqualTo(judged(BOOK, bytes, true));
  }

  @Test
  void aRuleOnAnyOperationIsAsked() throws IOException {
    for (String pattern :
        List.of(
            "AuditEvent( operation == \"update user\" )",
            "AuditEvent( operation in ( \"update device\", \"update user\" ) )",
            "AuditEvent( operation matches \"update .*\" )",
            "AuditEvent( )",
            "AuditEvent( succeeded == true )",
            "AuditEvent( operation == \"update user\" || operation == \"update device\" )")) {
      RuleBook book = withRule(pattern);
      byte[] bytes = generated(Shape.DIAGNOSTIC, 1_200, 3);
      Outcome plain = judged(book, bytes, true);

      assertThat(judged(book, bytes, false)).as(pattern).isEqualTo(plain);
      assertThat(plain.findings()).as(pattern).anyMatch(line -> line.contains("OWN-TEST-01"));
    }
  }

  @Test
  void aRuleOnSignInsIsAskedAboutEach() throws IOException {
    RuleBook book = withRule("SignIn( succeeded == false )");
    byte[] bytes = generated(Shape.GRAPH, 300, 3);
    Outcome plain = judged(book, bytes, true);

    assertThat(judged(book, bytes, false)).isEqualTo(plain);
    assertThat(plain.findings()).anyMatch(line -> line.contains("OWN-TEST-01"));
  }

  private RuleBook withRule(String pattern) throws IOException {
    Path pack = Files.createTempDirectory(folder, "pack");
    PackCopy.into(pack);
    Files.writeString(
        pack.resolve("drl/applications/OWN-TEST-01-test.drl"),
        """
        package rules.applications.owntest;

        import dev.appwatch.model.%s;

        global dev.appwatch.evaluate.Findings findings;

        rule "OWN-TEST-01 a rule of one's own"
          @id("OWN-TEST-01")
          @title("A rule of one's own")
          @risk("Low")
          @source("Test")
          @attack("T1098")
          @summary("{what} by {actor}")
          @why("Because.")
          @falsePositives("none")
          @response("nothing")
        when
          $event : %s
        then
          findings.raise(drools.getRule(), $event);
        end
        """
            .formatted(pattern.substring(0, pattern.indexOf('(')), pattern));
    return RuleBookLoader.load(pack, CACHE);
  }

  private static byte[] generated(Shape shape, long events, long seed) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Generator(shape, events, seed, 0.04).write(bytes);
    return bytes.toByteArray();
  }

  private static byte[] array(byte[] lines) {
    String text = new String(lines, UTF_8).strip();
    return ("[" + text.replace("\n", ",\n") + "]").getBytes(UTF_8);
  }

  /** Every record of every scenario, one a line. */
  private static byte[] scenarios() throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    StringBuilder lines = new StringBuilder();
    try (Stream<Path> files = Files.walk(Path.of("test-scenarios"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        for (JsonNode event : yaml.readTree(file.toFile()).path("events")) {
          lines.append(JSON.writeValueAsString(event)).append('\n');
        }
      }
    }
    return lines.toString().getBytes(UTF_8);
  }

  private static Outcome judged(RuleBook book, byte[] bytes, boolean plain) {
    return judged(book, bytes, plain, new ArrayList<>());
  }

  private static Outcome judged(RuleBook book, byte[] bytes, boolean plain, List<Pipeline> made) {
    return judged(book, bytes, plain, 1, made);
  }

  private static Outcome judged(
      RuleBook book, byte[] bytes, boolean plain, int threads, List<Pipeline> made) {
    Context context = Context.load(Path.of("rules"));
    List<String> findings = new ArrayList<>();
    List<String> quarantined = new ArrayList<>();
    try (FindingLedger ledger =
            new FindingLedger(
                FindingCodec.of(FindingJson::encode, FindingJson::decode), context.changes());
        Pipeline pipeline =
            new Pipeline(
                new Evaluator(book, context, NOW, NOW),
                ledger,
                record -> quarantined.add(text(record)),
                plain)) {
      made.add(pipeline);
      new RecordReader(Limits.DEFAULT, threads)
          .read("stream", new ByteArrayInputStream(bytes), pipeline);
      pipeline.finish();
      pipeline.counts().check();
      ledger.forEachSorted(
          FindingOrder.BY_TIME,
          finding -> findings.add(new String(FindingJson.encode(finding), UTF_8)));
      return new Outcome(findings, quarantined, pipeline.counts());
    }
  }

  private static String text(QuarantinedRecord record) {
    return record.position()
        + " "
        + record.reason()
        + " "
        + record.detail()
        + " "
        + new String(record.bytes(), UTF_8);
  }
}
