package dev.appwatch.pipeline;

import dev.appwatch.evaluate.EvaluationFailedException;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.ingest.Sieve;
import dev.appwatch.model.Event;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.normalise.Normalised;
import dev.appwatch.normalise.Normaliser;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from any reader to findings in a ledger.
 *
 * <p>Most records are judged as they come. The few whose verdict depends on other records, such as
 * the creation of the application whose owner they add, wait until {@link #finish}: so the verdict
 * does not depend on the order in which files are read. Used by one thread.
 */
public final class Pipeline implements RecordSink, AutoCloseable {

  // of two spools; a record takes several times its bytes
  private static final long LEAST_HELD_BYTES = 2L * 1024 * 1024;
  private static final long MOST_HELD_BYTES = 16 * LEAST_HELD_BYTES;
  private static final int SHARE_OF_HEAP = 64;
  private static final int LATER_ROUNDS = 2;

  private final Normaliser normaliser = new Normaliser();
  private final Evaluator evaluator;
  private final FindingLedger ledger;
  private final Consumer<QuarantinedRecord> quarantine;
  private final List<Spool> later = List.of(new Spool(held()), new Spool(held()));
  private final boolean plain;
  private long passed;
  private long received;
  private long evaluated;
  private long quarantined;

  public Pipeline(
      Evaluator evaluator, FindingLedger ledger, Consumer<QuarantinedRecord> quarantine) {
    this(evaluator, ledger, quarantine, false);
  }

  /**
   * Makes a pipeline.
   *
   * @param plain whether every record is built and judged, even one of which nothing can come
   */
  public Pipeline(
      Evaluator evaluator,
      FindingLedger ledger,
      Consumer<QuarantinedRecord> quarantine,
      boolean plain) {
    this.plain = plain;
    this.evaluator = evaluator;
    this.ledger = ledger;
    this.quarantine = quarantine;
  }

  /** Returns how many bytes of records may wait in memory, by the size of the heap. */
  private static long held() {
    long share = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP;
    return Math.max(LEAST_HELD_BYTES, Math.min(MOST_HELD_BYTES, share));
  }

  @Override
  public @Nullable Sieve sieve() {
    return plain ? null : new Passing(evaluator.concerns());
  }

  @Override
  public void passed(Sieve.Passed records) {
    passed += records.count();
    received += records.count();
    evaluated += records.count();
    Instant latest = records.latest();
    if (latest != null) {
      evaluator.sawEventAt(latest);
    }
  }

  @Override
  public void record(RawRecord raw) {
    received++;
    Normalised normalised = normaliser.normalise(raw);
    if (normalised instanceof Normalised.Understood understood) {
      Event event = understood.event();
      evaluator.learn(event);
      int round = evaluator.round(event);
      if (round == 0) {
        judge(raw, event);
      } else {
        later.get(round - 1).add(raw, event);
      }
    } else if (normalised instanceof Normalised.Rejected rejected) {
      keep(rejected.record());
    }
  }

  @Override
  public void quarantined(QuarantinedRecord record) {
    received++;
    keep(record);
  }

  private void keep(QuarantinedRecord record) {
    quarantined++;
    quarantine.accept(record);
    evaluator.setAside(record).forEach(ledger::add);
  }

  private void judge(RawRecord raw, Event event) {
    try {
      evaluator.evaluate(event).forEach(ledger::add);
      evaluated++;
    } catch (EvaluationFailedException e) {
      keep(
          new QuarantinedRecord(
              raw.position(),
              QuarantineReason.EVALUATION_FAILED,
              "Judging failed: " + e.getCause(),
              raw.bytes()));
    }
  }

  /** Judges what had to wait. To be called once, after the last record. */
  public void finish() {
    for (int round = 0; round < LATER_ROUNDS; round++) {
      later.get(round).forEach(this::judge, this::judgeAgain);
    }
    evaluator.finish().forEach(ledger::add);
  }

  private void judgeAgain(RawRecord raw) {
    // understood when it came, so it is understood now
    if (normaliser.normalise(raw) instanceof Normalised.Understood understood) {
      judge(raw, understood.event());
    }
  }

  /** Returns how many records passed without being built. */
  public long passed() {
    return passed;
  }

  /** Returns what became of the records so far; complete after {@link #finish}. */
  public Counts counts() {
    return new Counts(received, evaluated, quarantined);
  }

  @Override
  public void close() {
    later.forEach(Spool::close);
    evaluator.close();
  }
}
