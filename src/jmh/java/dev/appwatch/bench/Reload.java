package dev.appwatch.bench;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.pipeline.LivePipeline;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How long a process that judges takes from a changed pack to judging by it. */
final class Reload {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
  private static final String RULE = "drl/applications/APP-OWNER-01-new-owner.drl";

  private Reload() {}

  static String table(Path work, int rounds) throws IOException {
    Path pack = Files.createTempDirectory(work, "reload");
    Path cache = Files.createTempDirectory(work, "reload-cache");
    copy(pack);
    List<Double> unchanged = new ArrayList<>();
    List<Double> listed = new ArrayList<>();
    List<Double> ruled = new ArrayList<>();
    RuleBook book = RuleBookLoader.load(pack, cache);
    byte[] delivery = delivery();
    Evaluator evaluator = new Evaluator(book, Context.load(pack), NOW, NOW);
    try (LivePipeline live = new LivePipeline(evaluator, Duration.ofMinutes(10))) {
      for (int round = -1; round < rounds; round++) {
        double same = swap(live, pack, cache, delivery);
        append(pack.resolve("reference/generic-names.csv"), "bench " + round + "\n");
        double list = swap(live, pack, cache, delivery);
        String text = Files.readString(pack.resolve(RULE));
        Files.writeString(pack.resolve(RULE), text.replaceFirst("when", "when "));
        double rule = swap(live, pack, cache, delivery);
        if (round >= 0) { // the first compiles the engine's compiler
          unchanged.add(same);
          listed.add(list);
          ruled.add(rule);
        }
      }
    }
    return """
    ## Reload

    In a process that runs: from the change of a file to the first hundred records judged by it.

    what | seconds, median
    --|--
    nothing changed | %s
    a list changed, rules as compiled before | %s
    a rule changed, all compiled anew | %s

    """
        .formatted(shown(unchanged), shown(listed), shown(ruled));
  }

  private static double swap(LivePipeline live, Path pack, Path cache, byte[] delivery) {
    long began = System.nanoTime();
    live.use(RuleBookLoader.load(pack, cache), Context.load(pack), NOW);
    RecordReader reader = new RecordReader(Limits.DEFAULT);
    live.judge(sink -> reader.read("reload", new ByteArrayInputStream(delivery), sink), NOW);
    return (System.nanoTime() - began) / 1e9;
  }

  /** Enough records to make the first one judge. */
  private static byte[] delivery() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Generator(Shape.DIAGNOSTIC, 100, 7, 0.2).write(bytes);
    return bytes.toByteArray();
  }

  private static String shown(List<Double> seconds) {
    return String.format(Locale.ROOT, "%.2f", PerformanceRun.median(seconds));
  }

  private static void append(Path file, String line) throws IOException {
    Files.writeString(file, Files.readString(file) + line);
  }

  private static void copy(Path pack) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("rules"))) {
      for (Path from : files.toList()) {
        Path to = pack.resolve(Path.of("rules").relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
    }
  }
}
