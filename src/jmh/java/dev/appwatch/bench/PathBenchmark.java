package dev.appwatch.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.generate.Generator;
import dev.appwatch.generate.Shape;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.normalise.Normaliser;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.rules.RuleBookLoader;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** How much of the speed of reading is left after each stage; one thread, the same file. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 6, time = 2)
@Fork(1)
@Threads(1)
public class PathBenchmark {

  private static final int EVENTS = 20_000;

  private final ObjectReader maps = new ObjectMapper().readerFor(Map.class);
  private final JsonFactory tokens = new JsonFactory();
  private final RecordReader reader = new RecordReader(Limits.DEFAULT);
  private final Normaliser normaliser = new Normaliser();
  private Path file;
  private RuleBook book;
  private Context context;

  /** Writes the file of the run. */
  @Setup(Level.Trial)
  public void prepare() throws IOException {
    file = Files.createTempFile("appwatch-bench", ".jsonl");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      new Generator(Shape.DIAGNOSTIC, EVENTS, 7, 0.02).write(out);
    }
    book = RuleBookLoader.load(Path.of("rules"));
    context = Context.load(Path.of("rules"));
  }

  /** Deletes it. */
  @TearDown(Level.Trial)
  public void tidy() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Bytes only: the disk cache. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void a_bytes_only(Blackhole hole) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hole.consume(n);
      }
    }
  }

  /** Every token, values skipped. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void b_all_tokens_by_Jackson(Blackhole hole) throws IOException {
    try (JsonParser parser = tokens.createParser(Files.newInputStream(file))) {
      while (parser.nextToken() != null) {
        hole.consume(parser.currentToken());
      }
    }
  }

  /** Jackson to objects, nothing else. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void c_maps_by_Jackson(Blackhole hole) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        MappingIterator<Map<String, Object>> records = maps.readValues(in)) {
      while (records.hasNext()) {
        hole.consume(records.next());
      }
    }
  }

  /** Our reader: framing, limits, positions, bytes kept. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void d_our_reader_every_record_built(Blackhole hole) throws IOException {
    read(new Sink(hole));
  }

  /** And normalised. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void e_and_normalised(Blackhole hole) throws IOException {
    read(
        new Sink(hole) {
          @Override
          public void record(RawRecord record) {
            hole.consume(normaliser.normalise(record));
          }
        });
  }

  /** Everything, every record built, findings merged. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void f_and_judged(Blackhole hole) throws IOException {
    everything(hole, true);
  }

  /** Everything, as the program does it. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void g_everything_as_the_program_does_it(Blackhole hole) throws IOException {
    everything(hole, false);
  }

  private void everything(Blackhole hole, boolean plain) throws IOException {
    try (FindingLedger ledger =
            new FindingLedger(
                FindingCodec.of(FindingJson::encode, FindingJson::decode), context.changes());
        Pipeline pipeline =
            new Pipeline(new Evaluator(book, context, null), ledger, hole::consume, plain)) {
      read(pipeline);
      pipeline.finish();
      hole.consume(ledger.counts());
    }
  }

  private void read(RecordSink sink) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      reader.read(file.toString(), in, sink);
    }
  }

  private static class Sink implements RecordSink {

    private final Blackhole hole;

    Sink(Blackhole hole) {
      this.hole = hole;
    }

    @Override
    public void record(RawRecord record) {
      hole.consume(record);
    }

    @Override
    public void quarantined(QuarantinedRecord record) {
      throw new IllegalStateException("The file of the run must be clean: " + record.reason());
    }
  }
}
