package dev.appwatch.cli;

import dev.appwatch.evaluate.Witness;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.pipeline.Counts;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.LedgerCounts;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two packs over the same logs, which are read once. Holds the findings of both, on disk where they
 * are many, until it is closed.
 */
final class PackDiff implements AutoCloseable {

  private final FindingLedger base;
  private final FindingLedger head;
  private final Counts baseCounts;
  private final Counts headCounts;

  private PackDiff(FindingLedger base, FindingLedger head, Counts baseCounts, Counts headCounts) {
    this.base = base;
    this.head = head;
    this.baseCounts = baseCounts;
    this.headCounts = headCounts;
  }

  /** Hands every record to both pipelines. */
  private record Both(Pipeline base, Pipeline head) implements RecordSink {

    @Override
    public void record(RawRecord record) {
      base.record(record);
      head.record(record);
    }

    @Override
    public void quarantined(QuarantinedRecord record) {
      base.quarantined(record);
      head.quarantined(record);
    }
  }

  static PackDiff of(
      Sources sources, Evaluation.Setting baseSetting, Evaluation.Setting headSetting) {
    FindingLedger base = baseSetting.ledger();
    FindingLedger head = headSetting.ledger();
    try (Pipeline first = pipeline(baseSetting, base);
        Pipeline second = pipeline(headSetting, head)) {
      sources.readInto(new RecordReader(Limits.DEFAULT), new Both(first, second));
      first.finish();
      second.finish();
      first.counts().check();
      second.counts().check();
      return new PackDiff(base, head, first.counts(), second.counts());
    } catch (RuntimeException | Error e) {
      base.close();
      head.close();
      throw e;
    }
  }

  private static Pipeline pipeline(Evaluation.Setting setting, FindingLedger ledger) {
    return new Pipeline(setting.evaluator(Witness.NONE), ledger, quarantined -> {});
  }

  Counts baseCounts() {
    return baseCounts;
  }

  Counts headCounts() {
    return headCounts;
  }

  LedgerCounts baseFindings() {
    return base.counts();
  }

  LedgerCounts headFindings() {
    return head.counts();
  }

  /** Hands out every finding of either pack once, by id. */
  void forEach(Consumer<Moved> consumer) {
    try {
      Path spool = Files.createTempFile("appwatch-diff", ".jsonl");
      try {
        try (BufferedWriter writer = Files.newBufferedWriter(spool)) {
          base.forEachSorted(FindingOrder.BY_ID, finding -> line(writer, finding));
        }
        try (BufferedReader reader = Files.newBufferedReader(spool)) {
          Merge merge = new Merge(reader, consumer);
          head.forEachSorted(FindingOrder.BY_ID, merge::head);
          merge.rest();
        }
      } finally {
        Files.deleteIfExists(spool);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void line(BufferedWriter writer, Finding finding) {
    try {
      writer.write(new String(FindingJson.encode(finding), StandardCharsets.UTF_8).strip());
      writer.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Walks through the findings of the first pack while those of the second one pass by. */
  private static final class Merge {

    private final BufferedReader reader;
    private final Consumer<Moved> consumer;
    private @Nullable Finding next;

    Merge(BufferedReader reader, Consumer<Moved> consumer) {
      this.reader = reader;
      this.consumer = consumer;
      next = read();
    }

    void head(Finding head) {
      while (next != null && next.id().compareTo(head.id()) < 0) {
        consumer.accept(new Moved(next, null));
        next = read();
      }
      if (next != null && next.id().equals(head.id())) {
        consumer.accept(new Moved(next, head));
        next = read();
      } else {
        consumer.accept(new Moved(null, head));
      }
    }

    void rest() {
      while (next != null) {
        consumer.accept(new Moved(next, null));
        next = read();
      }
    }

    private @Nullable Finding read() {
      try {
        String line = reader.readLine();
        return line == null ? null : FindingJson.decode(line.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    base.close();
    head.close();
  }
}
