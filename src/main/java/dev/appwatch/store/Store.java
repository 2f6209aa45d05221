package dev.appwatch.store;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Durable findings and quarantine, and how far every source was read. Safe to share between
 * threads; PostgreSQL also between processes.
 *
 * <p>Every method throws {@link StoreException} when the database does not answer.
 */
public final class Store implements AutoCloseable {

  private final Database database;
  private final FindingCodec codec;
  private final String writer = UUID.randomUUID().toString();

  private Store(Database database, FindingCodec codec) {
    this.database = database;
    this.codec = codec;
  }

  /**
   * Opens a store; makes it, or brings it to the schema of this program, where that is needed.
   *
   * @param codec how findings are written, without loss
   */
  public static Store open(StoreAddress address, FindingCodec codec) {
    return new Store(Database.open(address), codec);
  }

  /** Keeps what a delivery led to, as {@link #commit(List, ChangeRegister)} does for several. */
  public void commit(Outcome outcome, ChangeRegister changes) {
    commit(List.of(outcome), changes);
  }

  /**
   * Keeps what deliveries led to, all or nothing; when this returns, it is on disk.
   *
   * @param changes the approvals that findings may be suppressed by, each so many times as it says
   */
  public void commit(List<Outcome> outcomes, ChangeRegister changes) {
    database.write(
        handle -> {
          outcomes.forEach(outcome -> keep(handle, outcome, changes));
          return outcomes;
        });
  }

  private void keep(Handle handle, Outcome outcome, ChangeRegister changes) {
    Instant at = outcome.at();
    JournalTable.begin(handle, at);
    FindingTable findings =
        new FindingTable(handle, codec, FindingTable.Quotas.of(changes), outcome.at());
    outcome.findings().forEach(findings::add);
    outcome.reconsidered().forEach(findings::reconsider);
    findings.finish();
    outcome
        .quarantined()
        .forEach(record -> QuarantineTable.add(handle, outcome.intake(), record, at));
    Recents.add(handle, writer, outcome.recent(), at);
    CountTables.addTotals(handle, outcome.intake(), outcome.totals(), at);
    SourcePosition position = outcome.position();
    if (position != null) {
      CountTables.putPosition(handle, position, at);
    }
  }

  /** Returns how far a source was read. */
  public SourcePosition position(String source) {
    return database.read(
        handle ->
            CountTables.position(handle, source).orElseGet(() -> SourcePosition.start(source)));
  }

  /** Returns the findings, to be read. */
  public StoredFindings findings() {
    return new StoredFindings(database, codec);
  }

  /** Returns the records in quarantine, to be read and retried. */
  public Quarantine quarantine() {
    return new Quarantine(database, this::keep);
  }

  /** Returns the sinks with how far each has come. */
  public Sinks sinks() {
    return new Sinks(database);
  }

  /** Returns the partitions of event hubs, with who reads each and how far it was read. */
  public Partitions partitions() {
    return new Partitions(database);
  }

  /** Returns how far the sources were read that are asked for what is new. */
  public Watermarks watermarks() {
    return new Watermarks(database);
  }

  /**
   * Returns the next records that may tell something about others and were kept by others than this
   * object: by an earlier run, or by another process. To be asked until there are none.
   *
   * @param number of the last one that is known
   */
  public Recent recent(long number) {
    return database.snapshot(handle -> Recents.after(handle, number, writer));
  }

  /**
   * Returns the number after which there are so many such records, or fewer.
   *
   * @param most how many, 0 or more
   */
  public long recentBefore(int most) {
    return database.read(handle -> Math.max(0, Recents.last(handle) - most));
  }

  /** Returns when each intake last kept a delivery. */
  public SortedMap<String, Instant> lastDeliveries() {
    return database.read(
        handle -> {
          SortedMap<String, Instant> last = new TreeMap<>();
          handle
              .createQuery("SELECT intake, committed FROM total")
              .map((row, context) -> Map.entry(row.getString("intake"), row.getLong("committed")))
              .forEach(entry -> last.put(entry.getKey(), Instant.ofEpochMilli(entry.getValue())));
          return last;
        });
  }

  /** Returns what became of all records, by intake. */
  public SortedMap<String, Totals> totals() {
    return database.read(
        handle -> {
          SortedMap<String, Totals> totals = new TreeMap<>();
          handle
              .createQuery("SELECT intake, received, evaluated, quarantined FROM total")
              .map((row, context) -> Map.entry(row.getString("intake"), CountTables.totals(row)))
              .forEach(entry -> totals.put(entry.getKey(), entry.getValue()));
          return totals;
        });
  }

  /**
   * Checks that nothing was lost: of every intake as many records were judged or quarantined as
   * came, and as many wait in quarantine as were counted.
   *
   * @return what does not hold, one sentence each
   */
  public List<String> check() {
    return database.consistent(Conservation::problems);
  }

  /** Forgets what is older than it must be kept. */
  public void prune(Retention retention, Instant now) {
    database.write(
        handle -> {
          JournalTable.begin(handle, now);
          Pruning.prune(handle, retention, now);
          return now;
        });
  }

  /**
   * Keeps what the service has to say about itself: findings, which no approval covers, entries of
   * the journal, and what it remembers, all or nothing.
   *
   * @param work sees and changes what is remembered; nobody else writes meanwhile
   */
  public void keepOwn(Instant at, Function<Memory, OwnNews> work) {
    database.write(
        handle -> {
          JournalTable.begin(handle, at);
          OwnNews news = work.apply(new Memory(handle));
          FindingTable findings = new FindingTable(handle, codec, finding -> Optional.empty(), at);
          news.findings().forEach(findings::add);
          findings.finish();
          JournalTable.append(handle, at, news.notes());
          return news;
        });
  }

  /** Writes entries into the journal. */
  public void journal(Instant at, List<JournalNote> notes) {
    keepOwn(at, memory -> new OwnNews(List.of(), notes));
  }

  /** Returns where the journal ends. */
  public JournalHead journalHead() {
    return database.read(
        handle -> JournalTable.head(handle).orElseGet(() -> new JournalHead(0, "")));
  }

  /** Hands out the entries of the journal, the first one first. */
  public void forEachEntry(Consumer<JournalEntry> consumer) {
    JournalTable.forEach(database, consumer);
  }

  /**
   * Checks that the journal is whole and that findings and decisions are as it says.
   *
   * @param kept a head that was kept elsewhere, null when there is none
   */
  public JournalReport checkJournal(@Nullable JournalHead kept) {
    return database.consistent(handle -> new JournalCheck(handle, codec).check(kept));
  }

  /** Counts what is kept, for whoever watches. */
  public Figures figures() {
    return database.read(FigureQueries::figures);
  }

  /** Writes without changing anything; throws when nothing can be kept. */
  public void probe() {
    database.write(handle -> handle);
  }

  /** Returns the number of the last change of any finding. */
  public long lastChange() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT value FROM counter WHERE name = 'change'")
                .mapTo(Long.class)
                .one());
  }

  /** Returns the finding of that id, if it is kept. */
  public Optional<Finding> finding(String id) {
    return findings().withId(id).map(StoredFinding::finding);
  }

  @Override
  public void close() {
    database.close();
  }
}
