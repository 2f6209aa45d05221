package dev.appwatch.bench;

import dev.appwatch.bench.WholeProcess.Run;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures the program from outside and in parts, each beside its floor in the same round, and
 * writes {@code docs/performance.md}. {@code -Dbench.events=N} and {@code -Dbench.rounds=N} make it
 * shorter, {@code -Dbench.tenMillion=true} adds the longest run.
 */
public final class PerformanceRun {

  private static final String NOW = "2026-06-01T00:00:00Z";
  private static final long EVENTS = Long.getLong("bench.events", 1_000_000);
  private static final int ROUNDS = Integer.getInteger("bench.rounds", 2);

  private final Path work = Path.of("target", "bench");
  private final StringBuilder page = new StringBuilder();
  private final Map<String, String> environment = new HashMap<>();
  private final Aims aims = new Aims(EVENTS);

  private PerformanceRun() {}

  /** Runs everything. */
  public static void main(String[] arguments) throws IOException, RunnerException {
    new PerformanceRun().run();
  }

  private void run() throws IOException, RunnerException {
    Files.createDirectories(work);
    environment.put("XDG_CACHE_HOME", work.resolve("cache").toAbsolutePath().toString());
    Path file = stream("stream", EVENTS);
    evaluate(stream("warm", 1), "1", List.of()); // builds, compiles the pack, makes the archive
    head(file);
    whole(file);
    save();
    start();
    profile(file);
    save();
    sizes();
    save();
    windows();
    save();
    rules();
    save();
    page.append(Reload.table(work, ROUNDS));
    save();
    if (Boolean.getBoolean("bench.tenMillion")) {
      tenMillion();
    }
    page.append(Parts.table());
    save();
  }

  /** Writes what is known so far: a run that is cut short has not been for nothing. */
  private void save() throws IOException {
    Files.writeString(
        Path.of("docs/performance.md"),
        page + aims.table() + Files.readString(Path.of("src/jmh/performance-tail.md")));
  }

  private void head(Path file) throws IOException {
    page.append(
        """
        # Performance

        Written by the runner of `mvn -Pbench` on %s: OpenJDK %s, %d processors%s. Each figure stands beside its floor, measured in
        the same round on the same file; trust the ratios, and of those the median. A machine that others use as well
        spoils seconds more than ratios: the spread is the least and the greatest of %d rounds.

        The stream is `appwatch generate --events %d --seed 7`: diagnostic settings, %.2f kB a record, 2 %% of the records
        raise findings. Whole processes run through the launcher, start-up included; CPU seconds count every thread,
        those that compile too.

        """
            .formatted(
                LocalDate.now(ZoneOffset.UTC),
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load(),
                ROUNDS,
                EVENTS,
                Files.size(file) / 1e3 / EVENTS));
  }

  private static String load() {
    double load =
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0
        ? ""
        : String.format(Locale.ROOT, " (%.1f processes waiting at the start)", load);
  }

  /** Floors and ourselves, in turn. */
  private void whole(Path file) throws IOException {
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (String floor : List.of("bytes", "lines", "tokens", "tree")) {
        add(runs, floor, floor(floor, file));
      }
      add(runs, "evaluate", evaluate(file, "1", List.of()));
      add(runs, "two", evaluate(file, "2", List.of()));
      add(runs, "plain", evaluate(file, "1", List.of("-Dappwatch.plain=true")));
    }
    aims.whole(runs.get("tokens"), runs.get("evaluate"), runs.get("two"));
    page.append("## The whole process\n\n");
    table(
        "what | seconds | µs a record | GB/s | CPU seconds | speed of the floor “tokens” | by CPU |"
            + " peak MB",
        runs,
        Map.of(
            "bytes", "reading the bytes",
            "lines", "reading lines as text",
            "tokens", "all tokens, values skipped (Jackson)",
            "tree", "readTree (Jackson)",
            "evaluate", "**`evaluate`**",
            "two", "**`evaluate --threads 2`**",
            "plain", "`evaluate`, every record built"),
        "tokens",
        EVENTS,
        Files.size(file));
    page.append(
        "\nTwo threads against one: %s.\n\n"
            .formatted(ratio(runs.get("evaluate"), runs.get("two"), true)));
  }

  private void sizes() throws IOException {
    page.append(
        """
        ## Short streams

        records | seconds | CPU seconds | `lines` | `tokens` | peak MB
        --|--|--|--|--|--
        """);
    for (long size = 10_000; size < EVENTS; size *= 10) {
      Path file = stream("size", size);
      List<Run> lines = new ArrayList<>();
      List<Run> tokens = new ArrayList<>();
      List<Run> own = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        lines.add(floor("lines", file));
        tokens.add(floor("tokens", file));
        own.add(evaluate(file, "1", List.of()));
      }
      aims.size(size, lines, own);
      page.append(
          String.format(
              Locale.ROOT,
              "%,d | %.2f | %.2f | %.2f s | %.2f s | %.0f%n",
              size,
              median(own.stream().map(Run::wall).toList()),
              median(own.stream().map(Run::cpu).toList()),
              median(lines.stream().map(Run::wall).toList()),
              median(tokens.stream().map(Run::wall).toList()),
              own.stream().mapToDouble(Run::peak).max().orElse(0)));
    }
    page.append('\n');
  }

  private void start() throws IOException {
    Path one = stream("one", 1);
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS + 2; round++) {
      add(runs, "archive", evaluate(one, "1", List.of()));
      environment.put("APPWATCH_NO_ARCHIVE", "1");
      add(runs, "none", evaluate(one, "1", List.of()));
      environment.remove("APPWATCH_NO_ARCHIVE");
      if (round < 2) {
        Path cache = Files.createTempDirectory(work, "cold");
        String kept = environment.put("XDG_CACHE_HOME", cache.toAbsolutePath().toString());
        add(runs, "cold", evaluate(one, "1", List.of()));
        environment.put("XDG_CACHE_HOME", String.valueOf(kept));
      }
    }
    aims.start(runs.get("none"), runs.get("archive"));
    page.append(
        """
        ## Start

        A file of one record, through the launcher.

        what | least | median | most | CPU seconds, median
        --|--|--|--|--
        """);
    Map<String, String> names =
        Map.of(
            "archive", "with the archive of classes",
            "none", "without",
            "cold", "with the archive, rules compiled anew");
    runs.forEach(
        (key, all) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "%s | %.2f s | %.2f s | %.2f s | %.2f%n",
                    names.get(key),
                    all.stream().mapToDouble(Run::wall).min().orElse(0),
                    median(all.stream().map(Run::wall).toList()),
                    all.stream().mapToDouble(Run::wall).max().orElse(0),
                    median(all.stream().map(Run::cpu).toList()))));
    page.append('\n');
  }

  private void rules() throws IOException {
    Path file = stream("parts", Math.min(EVENTS, 200_000));
    Map<String, Path> packs = new LinkedHashMap<>();
    for (int count : new int[] {18, 100, 1_000}) {
      packs.put(count + " rules", pack(count));
    }
    compare(
        "## Rules\n\n"
            + "Rules of one's own on audit records, each with another operation, beside the 18"
            + " rows.\n\n",
        file,
        packs.entrySet().stream()
            .map(pack -> Map.entry(pack.getKey(), List.of("--rules", pack.getValue().toString())))
            .toList());
  }

  private void windows() throws IOException {
    Path file = stream("parts", Math.min(EVENTS, 200_000));
    List<Map.Entry<String, List<String>>> kinds = new ArrayList<>();
    for (int count : new int[] {0, 200, 5_000, 50_000}) {
      kinds.add(Map.entry(count + " windows", List.of("--changes", feed(count).toString())));
    }
    compare("## Change windows\n\nReading the feed included.\n\n", file, kinds);
  }

  private void compare(String title, Path file, List<Map.Entry<String, List<String>>> kinds)
      throws IOException {
    Map<String, List<Run>> runs = new LinkedHashMap<>();
    for (int round = -1; round < ROUNDS; round++) {
      for (Map.Entry<String, List<String>> kind : kinds) {
        Run run = evaluate(file, "1", List.of(), kind.getValue());
        if (round >= 0) { // the first compiles
          add(runs, kind.getKey(), run);
        }
      }
    }
    page.append(title)
        .append("what | seconds | CPU seconds | speed of the first | by CPU\n--|--|--|--|--\n");
    List<Run> first = runs.values().iterator().next();
    runs.forEach((key, all) -> aims.share(key, first, all));
    runs.forEach(
        (key, all) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "%s | %.2f | %.2f | %s | %s%n",
                    key,
                    median(all.stream().map(Run::wall).toList()),
                    median(all.stream().map(Run::cpu).toList()),
                    ratio(first, all, true),
                    ratio(first, all, false))));
    page.append('\n');
  }

  private void tenMillion() throws IOException {
    environment.put("JAVA_OPTS", "-Xmx512m");
    String launcher = Path.of("appwatch").toAbsolutePath().toString();
    Run run =
        WholeProcess.run(
            List.of(
                "sh",
                "-c",
                launcher
                    + " generate --events 10000000 --seed 7 2>/dev/null | "
                    + launcher
                    + " evaluate - --format jsonl --now "
                    + NOW
                    + " -o "
                    + work.resolve("out.jsonl")),
            environment);
    environment.remove("JAVA_OPTS");
    aims.tenMillion(run);
    page.append(
        String.format(
            Locale.ROOT,
            "## Ten million records\n\n"
                + "Piped from the generator, both at `-Xmx512m`: done in %.0f s, 270,000 findings"
                + " written.\n\n",
            run.wall()));
  }

  private void profile(Path file) throws IOException {
    Path recording = work.resolve("profile.jfr").toAbsolutePath();
    evaluate(file, "1", List.of("-XX:StartFlightRecording=settings=profile,filename=" + recording));
    Map<String, Integer> stages = new HashMap<>();
    Map<String, Integer> tops = new HashMap<>();
    int all = 0;
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      if (!event.getEventType().getName().equals("jdk.ExecutionSample")
          || event.getStackTrace() == null) {
        continue;
      }
      all++;
      List<RecordedFrame> frames = event.getStackTrace().getFrames();
      tops.merge(name(frames.get(0)), 1, Integer::sum);
      stages.merge(stage(frames), 1, Integer::sum);
    }
    page.append(
        """
        ## Where the time goes

        Samples of the program's own threads (JFR, 20 ms), whole run, start-up included.

        stage | share
        --|--
        """);
    shares(stages, all, 12);
    page.append("\nmethod on top | share\n--|--\n");
    shares(tops, all, 12);
    page.append('\n');
  }

  private static String stage(List<RecordedFrame> frames) {
    List<Map.Entry<String, String>> stages =
        List.of(
            Map.entry("FindingLedger.forEachSorted", "sorting and writing findings"),
            Map.entry("RecordScan.", "looking through records"),
            Map.entry("Passing.passes", "asking whether a record may pass"),
            Map.entry("TreeReader.read", "building records"),
            Map.entry("Normaliser.normalise", "normalising"),
            Map.entry("Evaluator.evaluate", "judging"),
            Map.entry("FindingLedger.add", "merging findings"),
            Map.entry("JsonFraming.read", "finding lines, reading the file"),
            Map.entry("PackOptions.", "loading the pack"),
            Map.entry("RuleBookLoader.load", "loading the pack"));
    for (Map.Entry<String, String> stage : stages) {
      for (RecordedFrame frame : frames) {
        if (name(frame).startsWith(stage.getKey())) {
          return stage.getValue();
        }
      }
    }
    return "everything else, mostly the start";
  }

  private static String name(RecordedFrame frame) {
    String type = frame.getMethod().getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + frame.getMethod().getName();
  }

  private void shares(Map<String, Integer> counts, int all, int most) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .forEach(
            entry ->
                page.append(
                    String.format(
                        Locale.ROOT,
                        "%s | %.1f %%%n",
                        entry.getKey(),
                        100.0 * entry.getValue() / all)));
  }

  private void table(
      String head,
      Map<String, List<Run>> runs,
      Map<String, String> names,
      String floor,
      long events,
      long bytes) {
    page.append(head).append("\n--|--|--|--|--|--|--|--\n");
    List<Run> floors = runs.getOrDefault(floor, List.of());
    runs.forEach(
        (key, all) -> {
          double wall = median(all.stream().map(Run::wall).toList());
          page.append(
              String.format(
                  Locale.ROOT,
                  "%s | %.2f | %.2f | %.2f | %.2f | %s | %s | %.0f%n",
                  names.get(key),
                  wall,
                  wall * 1e6 / events,
                  bytes / wall / 1e9,
                  median(all.stream().map(Run::cpu).toList()),
                  ratio(floors, all, true),
                  ratio(floors, all, false),
                  all.stream().mapToDouble(Run::peak).max().orElse(0)));
        });
  }

  /** Returns how much faster the second is than the first, round by round. */
  static String ratio(List<Run> first, List<Run> second, boolean wall) {
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      ratios.add(
          wall
              ? first.get(i).wall() / second.get(i).wall()
              : first.get(i).cpu() / second.get(i).cpu());
    }
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f–%.2f)",
        median(ratios),
        ratios.stream().mapToDouble(r -> r).min().orElse(0),
        ratios.stream().mapToDouble(r -> r).max().orElse(0));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty()
        ? 0
        : (sorted.get((sorted.size() - 1) / 2) + sorted.get(sorted.size() / 2)) / 2;
  }

  private static void add(Map<String, List<Run>> runs, String key, Run run) {
    runs.computeIfAbsent(key, k -> new ArrayList<>()).add(run);
  }

  private Run floor(String kind, Path file) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return WholeProcess.run(
        List.of(
            java,
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Floors.class.getName(),
            kind,
            file.toString()),
        Map.of());
  }

  private Run evaluate(Path file, String threads, List<String> options) throws IOException {
    return evaluate(file, threads, options, List.of());
  }

  private Run evaluate(Path file, String threads, List<String> options, List<String> more)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of("appwatch").toAbsolutePath().toString());
    command.addAll(List.of("evaluate", file.toString(), "--threads", threads, "--now", NOW));
    command.addAll(List.of("--format", "jsonl", "-o", work.resolve("out.jsonl").toString()));
    command.addAll(more);
    environment.put("JAVA_OPTS", String.join(" ", options));
    return WholeProcess.run(command, environment);
  }

  private Path stream(String name, long events) throws IOException {
    Path file = work.resolve(name + "-" + events + ".jsonl");
    if (!Files.exists(file)) {
      Path part = work.resolve(name + ".part");
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
        new Generator(Shape.DIAGNOSTIC, events, 7, 0.02).write(out);
      }
      Files.move(part, file);
    }
    return file;
  }

  /** Copies the pack and adds rules on operations that the stream does not have. */
  private Path pack(int count) throws IOException {
    Path pack = work.resolve("rules-" + count);
    if (Files.exists(pack)) {
      return pack;
    }
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
    if (count > 18) {
      Files.writeString(pack.resolve("drl/applications/OWN-BENCH-01-more.drl"), more(count - 18));
    }
    return pack;
  }

  private static String more(int count) {
    StringBuilder text =
        new StringBuilder(
            """
            package rules.applications.ownbench;

            import dev.appwatch.model.AuditEvent;

            global dev.appwatch.evaluate.Findings findings;

            """);
    for (int i = 0; i < count; i++) {
      text.append("rule \"OWN-BENCH-01 number %d\"\n".formatted(i));
      text.append(
          i == 0
              ? """
                @id("OWN-BENCH-01")
                @title("More rules")
                @risk("Low")
                @source("Bench")
                @attack("T1098")
                @summary("{what}")
                @why("Because.")
                @falsePositives("none")
                @response("nothing")
              """
              : "  @reason(\"NUMBER_%d\")\n".formatted(i));
      text.append(
          """
          when
            $event : AuditEvent( operation == "own operation %d", succeeded == true )
          then
            findings.raise(drools.getRule(), $event);
          end

          """
              .formatted(i));
    }
    return text.toString();
  }

  /** Windows over 400 applications and 90 days, none of which covers anything. */
  private Path feed(int count) throws IOException {
    Path file = work.resolve("windows-" + count + ".json");
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("{\"changes\":[");
    for (int i = 0; i < count; i++) {
      int day = random.nextInt(28) + 1;
      int month = random.nextInt(3) + 1;
      text.append(i == 0 ? "\n" : ",\n")
          .append(
              String.format(
                  Locale.ROOT,
                  "{\"id\":\"CHG%07d\",\"type\":\"normal\",\"state\":\"closed\",\"approval\":\"approved\","
                      + "\"approvedAt\":\"2025-12-01T09:00:00Z\",\"approver\":\"cab@contoso.com\","
                      + "\"requester\":\"dev@contoso.com\",\"tenant\":\"11111111-1111-4111-8111-111111111111\","
                      + "\"apps\":[\"cc000000-0000-4000-8000-%012d\"],\"rows\":[\"APP-PERM-02\",\"APP-PERM-03\"],"
                      + "\"actors\":[\"aaaaaaaa-0000-4000-8000-000000000001\"],"
                      + "\"start\":\"2026-%02d-%02dT%02d:00:00Z\",\"end\":\"2026-%02d-%02dT%02d:59:00Z\","
                      + "\"expectedCount\":2}",
                  i,
                  random.nextInt(400),
                  month,
                  day,
                  i % 23,
                  month,
                  day,
                  i % 23));
    }
    Files.writeString(file, text.append("\n]}\n").toString());
    return file;
  }
}
