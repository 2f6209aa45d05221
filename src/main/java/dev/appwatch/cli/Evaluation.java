package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.ingest.Limits;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.pipeline.Counts;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingLedger;
import dev.appwatch.pipeline.FindingOrder;
import dev.appwatch.pipeline.Pipeline;
import dev.appwatch.report.FindingJson;
import dev.appwatch.rules.RuleBook;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One run over exported logs: every record is judged or quarantined, and that is checked. Holds the
 * findings until it is closed.
 *
 * @param ledger the findings
 * @param counts what became of the records
 */
record Evaluation(FindingLedger ledger, Counts counts) implements AutoCloseable {

  /** What a run judges by. */
  record Setting(
      RuleBook book, Context context, @Nullable Instant snapshotTime, Instant receivedAt) {

    static Setting of(PackOptions options, Context context) {
      return new Setting(options.book(), context, options.snapshotTime(), options.receivedAt());
    }

    Evaluator evaluator(Witness witness) {
      return new Evaluator(book, context, snapshotTime, receivedAt, witness);
    }

    FindingLedger ledger() {
      return new FindingLedger(
          FindingCodec.of(FindingJson::encode, FindingJson::decode), context.changes());
    }
  }

  static Evaluation of(
      Sources sources, Limits limits, Setting setting, Consumer<QuarantinedRecord> quarantine) {
    return of(sources, new RecordReader(limits), setting, quarantine);
  }

  static Evaluation of(
      Sources sources,
      RecordReader reader,
      Setting setting,
      Consumer<QuarantinedRecord> quarantine) {
    return of(
        sources, reader, setting, Witness.NONE, Boolean.getBoolean("appwatch.plain"), quarantine);
  }

  /**
   * Runs while somebody watches, who is shown records too of which nothing comes.
   *
   * @param witness sees what the rules are asked and say
   */
  static Evaluation watched(
      Sources sources, Setting setting, Witness witness, Consumer<QuarantinedRecord> quarantine) {
    return of(sources, new RecordReader(Limits.DEFAULT), setting, witness, true, quarantine);
  }

  private static Evaluation of(
      Sources sources,
      RecordReader reader,
      Setting setting,
      Witness witness,
      boolean plain,
      Consumer<QuarantinedRecord> quarantine) {
    FindingLedger ledger = setting.ledger();
    try (Pipeline pipeline = new Pipeline(setting.evaluator(witness), ledger, quarantine, plain)) {
      sources.readInto(reader, pipeline);
      pipeline.finish();
      pipeline.counts().check();
      return new Evaluation(ledger, pipeline.counts());
    } catch (RuntimeException | Error e) {
      ledger.close();
      throw e;
    }
  }

  /**
   * Runs, hands out every finding by time, and returns how many records were quarantined.
   *
   * @param err where records that can't be judged are told
   */
  static long forEachFinding(
      Sources sources,
      Setting setting,
      QuarantineOption quarantine,
      PrintWriter err,
      Consumer<Finding> consumer) {
    try (LazyQuarantine kept = quarantine.open(err);
        Evaluation evaluation = of(sources, Limits.DEFAULT, setting, kept::keep)) {
      evaluation.ledger().forEachSorted(FindingOrder.BY_TIME, consumer);
      kept.finish();
      return evaluation.counts().quarantined();
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
