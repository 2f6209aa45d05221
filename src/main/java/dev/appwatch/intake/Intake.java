package dev.appwatch.intake;

import com.google.common.util.concurrent.Striped;
import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Evaluator;
import dev.appwatch.ingest.RecordReader;
import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.Finding;
import dev.appwatch.model.RawRecord;
import dev.appwatch.pipeline.Judged;
import dev.appwatch.pipeline.LivePipeline;
import dev.appwatch.pipeline.RawRecordCodec;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.store.Outcome;
import dev.appwatch.store.Recent;
import dev.appwatch.store.Reconsidered;
import dev.appwatch.store.SourcePosition;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoreException;
import dev.appwatch.store.StoredQuarantine;
import dev.appwatch.store.Totals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges deliveries and keeps what they lead to; safe to share between threads, which take turns.
 *
 * <p>What is large is judged and kept piece by piece. A delivery that is known by a name and comes
 * again, because whoever sent it saw no answer, is taken up after its last piece that was kept.
 */
public final class Intake implements AutoCloseable {

  /** Under this name the program's own findings about its feeds are kept. */
  static final String OWN = "appwatch";

  private final Store store;
  private final LivePipeline pipeline;
  private final IntakeOptions options;
  private final Clock clock;
  private final RecordReader reader;
  private final AtomicInteger waiting = new AtomicInteger();

  private static final int SENDERS = 1 << 20;

  /** More records than this are never open at once; the time of a start must have an end. */
  private static final int MOST_RECALLED = 20_000;

  /** A delivery that is sent again while the first attempt still runs waits for it. */
  private final Striped<Lock> senders = Striped.lazyWeakLock(SENDERS);

  /** Pieces that wait to be judged and kept, in the order in which they came. */
  private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();

  /** What earlier records state now, but could not be kept yet; by the id of the finding. */
  private final Map<String, Reconsidered> owed = new LinkedHashMap<>();

  private ChangeRegister changes;
  private long learnedUpTo;
  private volatile InForce inForce;

  /** Makes an intake that judges by these rules and facts, knowing what the store remembers. */
  public Intake(Store store, RuleBook book, Context context, IntakeOptions options, Clock clock) {
    this.store = store;
    this.options = options;
    this.clock = clock;
    this.changes = context.changes();
    this.inForce = new InForce(book.digest(), context.changes().feeds());
    this.reader = new RecordReader(options.limits());
    Instant now = clock.instant();
    this.pipeline =
        new LivePipeline(new Evaluator(book, context, null, now), options.reconsiderFor());
    learnedUpTo = store.recentBefore(MOST_RECALLED);
    Recent recent = store.recent(learnedUpTo);
    while (!recent.records().isEmpty()) {
      pipeline.recall(decoded(recent), now);
      recent = store.recent(recent.last());
    }
    pipeline.recalledAll();
    learnedUpTo = recent.last();
  }

  /** Judges by other rules and facts from the next piece on. */
  public synchronized void use(RuleBook book, Context context) {
    pipeline.use(book, context, clock.instant());
    changes = context.changes();
    inForce = new InForce(book.digest(), changes.feeds());
  }

  /** Returns what deliveries are judged by now. */
  public InForce inForce() {
    return inForce;
  }

  /**
   * Takes a delivery, unless too many wait already.
   *
   * @throws BusyException when it was not begun
   */
  public Totals offer(Delivery delivery) throws IOException {
    if (waiting.incrementAndGet() > options.mostWaiting()) {
      waiting.decrementAndGet();
      throw new BusyException(options.mostWaiting());
    }
    try {
      return take(delivery);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /**
   * Takes a delivery; when this returns, what it led to is on disk.
   *
   * @return what became of its records, earlier attempts included
   * @throws dev.appwatch.store.StoreException when that could not be kept; the delivery must come
   *     again
   * @throws IOException when it could not be read to its end, so that it must come again as well
   */
  public Totals take(Delivery delivery) throws IOException {
    if (!delivery.repeatable()) {
      return takeUp(delivery);
    }
    Lock lock = senders.get(delivery.identity());
    lock.lock();
    try {
      return takeUp(delivery);
    } finally {
      lock.unlock();
    }
  }

  private Totals takeUp(Delivery delivery) throws IOException {
    SourcePosition start =
        delivery.repeatable()
            ? store.position(delivery.identity())
            : SourcePosition.start(delivery.identity());
    if (start.finished()) {
      return start.totals();
    }
    Pieces pieces = new Pieces(start, options, next -> commit(delivery, next));
    try (InputStream stream = new WholeStream(delivery.open())) {
      reader.read(delivery.source(), stream, delivery.progress(), pieces);
    } catch (UncheckedIOException e) {
      throw new IOException("The delivery could not be read to its end.", e.getCause());
    }
    return pieces.finish();
  }

  /**
   * Judges a piece and keeps what it leads to. Whoever comes first serves all that wait, in one
   * transaction: one wait for the disk then serves many deliveries.
   */
  private Totals commit(Delivery delivery, Pieces.Piece piece) {
    Turn turn = new Turn(delivery, piece);
    turns.add(turn);
    synchronized (this) {
      while (!turn.over()) {
        serve(nextTurns());
      }
      return turn.result();
    }
  }

  /** Returns the turns that came first, as many as fit into memory together. */
  private List<Turn> nextTurns() {
    List<Turn> next = new ArrayList<>();
    int records = 0;
    for (Turn turn = turns.poll(); turn != null; turn = turns.poll()) {
      next.add(turn);
      records += turn.piece().count();
      Turn following = turns.peek();
      if (following == null || records + following.piece().count() > options.pieceRecords()) {
        break;
      }
    }
    return next;
  }

  /** Returns how many pieces wait to be judged. */
  int turnsWaiting() {
    return turns.size();
  }

  private void serve(List<Turn> next) {
    Map<Turn, Outcome> outcomes = new LinkedHashMap<>();
    for (Turn turn : next) {
      try {
        outcomes.put(turn, judge(turn));
      } catch (RuntimeException | Error e) { // told to the one who brought it
        turn.failed(e);
      }
    }
    try {
      commitWithOwed(outcomes.values());
      outcomes.forEach((turn, outcome) -> turn.kept(outcome.totals()));
    } catch (RuntimeException | Error e) {
      if (againInVain(outcomes, e)) {
        outcomes.forEach((turn, outcome) -> failed(turn, outcome, e));
      } else {
        keepAlone(outcomes);
      }
    }
  }

  /** Whether the same would fail again: nothing else was tried with it, or each waits as long. */
  private boolean againInVain(Map<Turn, Outcome> outcomes, Throwable why) {
    boolean away = why instanceof StoreException store && store.away();
    return away || (outcomes.size() == 1 && owed.isEmpty());
  }

  /** What can't be kept must not harm its neighbours. */
  private void keepAlone(Map<Turn, Outcome> outcomes) {
    outcomes.forEach(
        (turn, outcome) -> {
          try {
            store.commit(outcome, changes);
            outcome.reconsidered().forEach(again -> owed.remove(again.id()));
            turn.kept(outcome.totals());
          } catch (RuntimeException | Error e) {
            failed(turn, outcome, e);
          }
        });
  }

  private void failed(Turn turn, Outcome outcome, Throwable why) {
    owe(outcome.reconsidered());
    turn.failed(why);
  }

  /**
   * Takes in that earlier records state something else now, which could not be kept. They won't say
   * so again, so that it must be kept later, even if the delivery that made them say it never comes
   * again.
   */
  private void owe(List<Reconsidered> reconsidered) {
    reconsidered.forEach(again -> owed.put(again.id(), again));
  }

  private void commitWithOwed(Collection<Outcome> outcomes) {
    List<Outcome> all = new ArrayList<>();
    if (!owed.isEmpty()) {
      all.add(own(List.of(), List.copyOf(owed.values())));
    }
    all.addAll(outcomes);
    store.commit(all, changes);
    owed.clear();
  }

  private Outcome own(List<Finding> findings, List<Reconsidered> reconsidered) {
    return new Outcome(
        OWN, null, Totals.NONE, findings, reconsidered, List.of(), List.of(), clock.instant());
  }

  private Outcome judge(Turn turn) {
    Instant now = clock.instant();
    Judged judged = pipeline.judge(turn.piece().records(), now);
    return outcome(
        turn.delivery().intake(),
        turn.delivery().repeatable() ? turn.piece().position(totals(judged)) : null,
        judged,
        now);
  }

  /** Judges again what waits in quarantine; returns how many records it held, 0 if it stays. */
  public synchronized long retry(StoredQuarantine waitingRecord) {
    Instant now = clock.instant();
    Consumer<RecordSink> reading =
        sink ->
            reader.read(
                waitingRecord.record().position().source(),
                new ByteArrayInputStream(waitingRecord.record().bytes()),
                sink);
    Judged judged = pipeline.judge(reading, now);
    if (!judged.quarantined().isEmpty() || judged.counts().received() == 0) {
      return 0;
    }
    Outcome outcome = outcome(waitingRecord.intake(), null, judged, now);
    boolean kept = false;
    try {
      kept = store.quarantine().judged(waitingRecord, outcome, changes);
    } finally {
      if (!kept) {
        owe(outcome.reconsidered());
      }
    }
    return kept ? judged.counts().received() : 0;
  }

  /**
   * Learns from the records that other processes kept meanwhile, and judges again what they tell
   * more about.
   */
  public synchronized void learnFromOthers() {
    Recent recent = store.recent(learnedUpTo);
    while (!recent.records().isEmpty()) {
      Instant now = clock.instant();
      Judged judged = pipeline.recall(decoded(recent), now);
      // what they state themselves was kept by whoever received them
      owe(reconsidered(judged));
      if (!owed.isEmpty()) {
        commitWithOwed(List.of());
      }
      learnedUpTo = recent.last();
      recent = store.recent(learnedUpTo);
    }
    pipeline.recalledAll();
    learnedUpTo = recent.last();
  }

  private static List<RawRecord> decoded(Recent recent) {
    return recent.records().stream().map(RawRecordCodec::decode).toList();
  }

  /** Keeps what is to be said about the change feeds after the events that came so far. */
  public synchronized void watchFeeds() {
    keepOwn(pipeline.watchFeeds());
  }

  /** Keeps findings of the program about itself. */
  public synchronized void keepOwn(List<Finding> findings) {
    if (!findings.isEmpty()) {
      store.commit(own(findings, List.of()), changes);
    }
  }

  /** Returns when the last canary was received, if one was since the start. */
  public Optional<Instant> canarySeen() {
    return pipeline.canarySeen();
  }

  /** Returns how many deliveries are being taken or wait for their turn. */
  public int waiting() {
    return waiting.get();
  }

  @Override
  public synchronized void close() {
    pipeline.close();
  }

  private static Totals totals(Judged judged) {
    return new Totals(
        judged.counts().received(), judged.counts().evaluated(), judged.counts().quarantined());
  }

  private static Outcome outcome(
      String intake, @Nullable SourcePosition position, Judged judged, Instant now) {
    return new Outcome(
        intake,
        position,
        totals(judged),
        judged.findings(),
        reconsidered(judged),
        judged.quarantined(),
        judged.telling().stream().map(RawRecordCodec::encode).toList(),
        now);
  }

  private static List<Reconsidered> reconsidered(Judged judged) {
    List<Reconsidered> reconsidered = new ArrayList<>();
    judged.reconsidered().forEach((id, stated) -> reconsidered.add(new Reconsidered(id, stated)));
    return reconsidered;
  }

  /** Nobody watches the progress. */
  static final LongConsumer NOBODY = count -> {};
}
