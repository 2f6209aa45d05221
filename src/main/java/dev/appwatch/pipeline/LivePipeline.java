package dev.appwatch.pipeline;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.EvaluationFailedException;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.QuarantineReason;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.normalise.Normalised;
import dev.appwatch.normalise.Normaliser;
import dev.appwatch.rules.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Judges deliveries one after the other, for as long as a service runs.
 *
 * <p>Nobody waits for records that may still come: every record is judged with its delivery, by all
 * that was learned so far. Where a later record tells more about an earlier one, the earlier one is
 * judged again, within a time. Used by one thread at once.
 */
public final class LivePipeline implements AutoCloseable {

  private static final int ROUNDS = 2;
  private static final int MOST_TOLD = 200_000;

  private final Normaliser normaliser = new Normaliser();
  private final OpenRecords open = new OpenRecords();
  private final Duration reconsiderFor;
  private final Canaries canaries;

  /** What records tell about that were received here since those of others were recalled. */
  private final Set<String> toldHere = new HashSet<>();

  private Evaluator evaluator;

  /**
   * Makes a pipeline.
   *
   * @param reconsiderFor how long after it was received a record may be judged again
   */
  public LivePipeline(Evaluator evaluator, Duration reconsiderFor) {
    this.evaluator = evaluator;
    this.reconsiderFor = reconsiderFor;
    this.canaries = new Canaries(evaluator.policy().expectedCanary());
  }

  /**
   * Judges the records of a delivery.
   *
   * @param reading hands them to the sink
   */
  public Judged judge(Consumer<RecordSink> reading, Instant receivedAt) {
    return judge(reading, receivedAt, false);
  }

  private Judged judge(Consumer<RecordSink> reading, Instant receivedAt, boolean recalled) {
    evaluator.receivedAt(receivedAt);
    open.closeBefore(receivedAt.minus(reconsiderFor));
    Batch batch = new Batch(receivedAt, recalled);
    reading.accept(batch);
    batch.judgeWaiting();
    return batch.judged();
  }

  /**
   * Learns from records that an earlier run or another process judged and counted; of what this
   * returns only what is reconsidered is new: by records received here, and by what those told.
   */
  public Judged recall(List<RawRecord> records, Instant now) {
    return judge(sink -> records.forEach(sink::record), now, true);
  }

  /** Takes in that everything that others kept so far was recalled. */
  public void recalledAll() {
    toldHere.clear();
  }

  /** Judges by other rules and facts from now on, with all that was learned. */
  public void use(RuleBook book, Context context, Instant now) {
    Evaluator former = evaluator;
    evaluator = former.successor(book, context, now);
    canaries.expect(context.policy().expectedCanary());
    former.close();
  }

  /** Returns what is to be said about the change feeds, after the events that came so far. */
  public List<Finding> watchFeeds() {
    return evaluator.finish();
  }

  /** Returns when the last canary was received; for any thread to ask. */
  public Optional<Instant> canarySeen() {
    return canaries.seen();
  }

  @Override
  public void close() {
    evaluator.close();
  }

  private record Waiting(RawRecord raw, Event event) {}

  /** The records of one delivery. */
  private final class Batch implements RecordSink {

    private final Instant receivedAt;
    private final boolean recalled;
    private final List<List<Waiting>> waiting = List.of(new ArrayList<>(), new ArrayList<>());
    private final List<Finding> findings = new ArrayList<>();
    private final List<QuarantinedRecord> quarantined = new ArrayList<>();
    private final List<RawRecord> telling = new ArrayList<>();
    private final Set<String> told = new HashSet<>();
    private final Map<String, List<Finding>> reconsidered = new HashMap<>();
    private long received;
    private long evaluated;

    Batch(Instant receivedAt, boolean recalled) {
      this.receivedAt = receivedAt;
      this.recalled = recalled;
    }

    @Override
    public void record(RawRecord raw) {
      received++;
      Normalised normalised = normaliser.normalise(raw);
      if (normalised instanceof Normalised.Understood understood) {
        understood(raw, understood.event());
      } else if (normalised instanceof Normalised.Rejected rejected) {
        setAside(rejected.record());
      }
    }

    @Override
    public void quarantined(QuarantinedRecord record) {
      received++;
      setAside(record);
    }

    private void setAside(QuarantinedRecord record) {
      quarantined.add(record);
      findings.addAll(evaluator.setAside(record));
    }

    private void understood(RawRecord raw, Event event) {
      canaries.look(event, receivedAt);
      boolean tells = evaluator.learn(event);
      int round = evaluator.round(event);
      if (tells) {
        Set<String> keys = EventKeys.of(event);
        told.addAll(keys);
        if (!recalled && toldHere.size() < MOST_TOLD) {
          toldHere.addAll(keys);
        }
      }
      if (tells || round > 0) {
        telling.add(raw);
      }
      if (round == 0) {
        findings.addAll(judge(raw, event));
      } else {
        waiting.get(round - 1).add(new Waiting(raw, event));
      }
    }

    private List<Finding> judge(RawRecord raw, Event event) {
      try {
        List<Finding> stated = evaluator.evaluate(event);
        evaluated++;
        return stated;
      } catch (EvaluationFailedException e) {
        setAside(
            new QuarantinedRecord(
                raw.position(),
                QuarantineReason.EVALUATION_FAILED,
                "Judging failed: " + e.getCause(),
                raw.bytes()));
        return List.of();
      }
    }

    /** Judges what waited for the rest of the delivery, and earlier records again. */
    void judgeWaiting() {
      List<OpenRecords.Open> earlier = open.withAny(told);
      Set<String> changed = new TreeSet<>();
      for (int round = 1; round <= ROUNDS; round++) {
        for (OpenRecords.Open record : earlier) {
          if (record.round() == round) {
            judgeAgain(record, changed);
          }
        }
        for (Waiting record : waiting.get(round - 1)) {
          List<Finding> stated = judge(record.raw(), record.event());
          findings.addAll(stated);
          if (recalled && !Collections.disjoint(EventKeys.of(record.event()), toldHere)) {
            // whoever kept it may have died before it heard what was told here
            stated.forEach(finding -> changed.add(finding.id()));
          }
          open.put(new OpenRecords.Open(record.event(), round, receivedAt, stated));
        }
      }
      changed.forEach(id -> reconsidered.put(id, open.stating(id)));
    }

    private void judgeAgain(OpenRecords.Open record, Set<String> changed) {
      List<Finding> now;
      try {
        now = evaluator.evaluate(record.event());
      } catch (EvaluationFailedException e) {
        return; // it keeps the verdict that it has
      }
      if (now.equals(record.findings())) {
        return;
      }
      record.findings().forEach(finding -> changed.add(finding.id()));
      now.forEach(finding -> changed.add(finding.id()));
      open.put(new OpenRecords.Open(record.event(), record.round(), record.receivedAt(), now));
    }

    Judged judged() {
      Counts counts = new Counts(received, evaluated, quarantined.size());
      counts.check();
      return new Judged(counts, findings, reconsidered, quarantined, telling);
    }
  }
}
