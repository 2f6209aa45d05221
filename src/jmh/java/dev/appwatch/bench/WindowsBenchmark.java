package dev.appwatch.bench;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Schedule;
import dev.appwatch.model.Scope;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What change windows cost: the whole path, with more and more of them on the same applications.
 */
@State(org.openjdk.jmh.annotations.Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class WindowsBenchmark {

  private static final int EVENTS = 20_000;
  private static final Instant BASE = Instant.parse("2026-03-02T08:00:00Z");

  @Param({"0", "200", "5000", "50000"})
  private int windows;

  private final RecordReader reader = new RecordReader(Limits.DEFAULT);
  private Path file;
  private RuleBook book;
  private Context context;

  /** Writes the file of the run and makes its windows. */
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    file = Files.createTempFile("appwatch-bench", ".jsonl");
    Stream20k.write(file, EVENTS, 7);
    book = RuleBookLoader.load(Path.of("rules"));
    context =
        Context.load(Path.of("rules"))
            .with(new ChangeRegister(List.of(), windows(windows), List.of(), List.of()));
  }

  /** 400 applications, of which the grants of the stream touch 40; an hour each, over 90 days. */
  private static List<ChangeWindow> windows(int count) {
    Random random = new Random(7);
    List<ChangeWindow> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Instant start = BASE.plus(Duration.ofMinutes(random.nextInt(90 * 24 * 60) - 45 * 24 * 60));
      all.add(
          new ChangeWindow(
              "CHG%07d".formatted(i),
              "normal",
              "closed",
              "approved",
              start.minusSeconds(86_400),
              "cab@contoso.com",
              "dev@contoso.com",
              new Scope(
                  Stream20k.TENANT,
                  Set.of(Stream20k.id("cc000000", random.nextInt(400))),
                  Set.of("APP-PERM-02", "APP-PERM-03"),
                  Set.of(
                      random.nextBoolean()
                          ? "aaaaaaaa-0000-4000-8000-000000000001"
                          : Stream20k.id("b0b00000", random.nextInt(50)))),
              new Schedule.Once(start, start.plusSeconds(3600), List.of(), null, null),
              Duration.ZERO,
              null,
              25,
              new FeedPosition("bench", 0)));
    }
    return all;
  }

  /** Deletes the file. */
  @TearDown(Level.Trial)
  public void tidy() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Everything, decisions included. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void everything(Blackhole hole) throws IOException {
    try (FindingLedger ledger =
            new FindingLedger(
                FindingCodec.of(FindingJson::encode, FindingJson::decode), context.changes());
        Pipeline pipeline =
            new Pipeline(new Evaluator(book, context, null), ledger, hole::consume)) {
      try (InputStream in = Files.newInputStream(file)) {
        reader.read(file.toString(), in, pipeline);
      }
      pipeline.finish();
      hole.consume(ledger.counts());
    }
  }
}
