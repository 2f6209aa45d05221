package dev.appwatch.store;

import dev.appwatch.context.ChangeRegister;
import dev.appwatch.context.ChangeRegister.Quota;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.pipeline.FindingMerge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes findings within one transaction: merged by id, approvals counted, changes numbered. */
final class FindingTable {

  private final Handle handle;
  private final FindingCodec codec;
  private final FindingMerge merge;
  private final Quotas quotas;
  private final Instant at;
  private final Set<String> touchedQuotas = new TreeSet<>();
  private final Set<String> changed = new TreeSet<>();
  private final List<DecisionNotes.Row> decided = new ArrayList<>();

  FindingTable(Handle handle, FindingCodec codec, Quotas quotas, Instant at) {
    this.handle = handle;
    this.codec = codec;
    this.merge = new FindingMerge(codec);
    this.quotas = quotas;
    this.at = at;
  }

  /** Adds what a record states to what is known about the finding's id. */
  void add(Finding finding) {
    Row row = row(finding.id());
    byte[] merged = row == null ? merge.first(finding) : merge.and(row.merged(), finding);
    put(finding.id(), row, merged, 1);
  }

  /** Puts what records state now in the place of what they stated before. */
  void reconsider(Reconsidered again) {
    if (again.stated().isEmpty()) {
      return; // nothing states it any more, but it was told: it stays
    }
    Row row = row(again.id());
    byte[] now = merge.first(again.stated().get(0));
    for (Finding finding : again.stated().subList(1, again.stated().size())) {
      now = merge.and(now, finding);
    }
    if (row == null) {
      put(again.id(), null, now, again.stated().size());
      return;
    }
    Set<EventRef> known = new HashSet<>(merge.finding(now).events());
    if (!known.containsAll(merge.finding(row.merged()).events())) {
      // it rests on other records too, of which nothing new is known
      now = row.merged();
      for (Finding finding : again.stated()) {
        now = merge.and(now, finding);
      }
    }
    put(again.id(), row, now, 0);
  }

  /**
   * Counts what approvals cover, notes decisions and journals them; to be called once, after
   * everything else.
   */
  void finish() {
    for (String quota : touchedQuotas) {
      int place = 0;
      for (Ranked ranked : ranked(quota)) {
        place++;
        recount(ranked, place);
      }
    }
    List<JournalNote> notes = new ArrayList<>();
    changed.forEach(id -> note(id).ifPresent(notes::add));
    DecisionNotes.insert(handle, decided);
    JournalTable.append(handle, at, notes);
  }

  /** The earliest findings are covered, as many as the approval expects. */
  private void recount(Ranked ranked, int place) {
    boolean covered = place <= ranked.count();
    if (covered == ranked.disposition().equals(Disposition.SUPPRESSED.word())) {
      return;
    }
    Row row = row(ranked.id());
    if (row != null) {
      Finding merged = merge.finding(row.merged());
      write(ranked.id(), row, row.merged(), 0, covered ? merged : FindingMerge.beyondCount(merged));
    }
  }

  private List<Ranked> ranked(String quota) {
    return handle
        .createQuery(
            "SELECT id, disposition, quota_count FROM finding WHERE quota = :quota ORDER BY"
                + " happened, id")
        .bind("quota", quota)
        .map(
            (result, context) ->
                new Ranked(
                    result.getString("id"),
                    result.getString("disposition"),
                    result.getInt("quota_count")))
        .list();
  }

  private void put(String id, @Nullable Row row, byte[] merged, int times) {
    Finding finding = merge.finding(merged);
    if (row != null && row.quota() != null) {
      touchedQuotas.add(row.quota());
    }
    quotas.of(finding).ifPresent(quota -> touchedQuotas.add(quota.key()));
    boolean same = row != null && Arrays.equals(row.merged(), merged);
    // whether an approval was used up is seen once all findings of this transaction are in
    write(id, row, merged, times, same && row != null ? codec.decode(row.judged()) : finding);
  }

  private void write(String id, @Nullable Row row, byte[] merged, int times, Finding judged) {
    byte[] bytes = codec.encode(judged);
    boolean same = row != null && Arrays.equals(row.judged(), bytes);
    long change = same && row != null ? row.change() : nextChange();
    Optional<Quota> quota = quotas.of(merge.finding(merged));
    handle
        .createUpdate(
            """
            INSERT INTO finding
              (id, rule, risk, disposition, reason, happened, first_seen, last_seen, times,
               change_no, quota, quota_count, merged, judged)
            VALUES (:id, :rule, :risk, :disposition, :reason, :happened, :at, :at, :times,
               :change, :quota, :count, :merged, :judged)
            ON CONFLICT (id) DO UPDATE SET
              risk = excluded.risk, disposition = excluded.disposition,
              reason = excluded.reason, happened = excluded.happened,
              times = finding.times + excluded.times,
              last_seen = CASE WHEN excluded.times > 0 AND excluded.last_seen > finding.last_seen
                               THEN excluded.last_seen ELSE finding.last_seen END,
              change_no = excluded.change_no, quota = excluded.quota,
              quota_count = excluded.quota_count,
              merged = excluded.merged, judged = excluded.judged
            """)
        .bind("id", id)
        .bind("rule", judged.rule())
        .bind("risk", judged.risk().word())
        .bind("disposition", judged.disposition().word())
        .bind("reason", judged.decision().reason())
        .bind("happened", Times.sortable(judged.time()))
        .bind("at", at.toEpochMilli())
        .bind("times", times)
        .bind("change", change)
        .bind("quota", quota.map(Quota::key).orElse(null))
        .bind("count", quota.map(Quota::count).orElse(0))
        .bind("merged", merged)
        .bind("judged", bytes)
        .execute();
    if (!same || (row != null && !Arrays.equals(row.merged(), merged))) {
      changed.add(id);
    }
  }

  /** Notes how a finding stands now; returns what the journal is to say about it. */
  private Optional<JournalNote> note(String id) {
    Row row = row(id);
    if (row == null) {
      return Optional.empty();
    }
    Finding judged = codec.decode(row.judged());
    DecisionNotes.Row now =
        new DecisionNotes.Row(
            judged.id(),
            row.change(),
            at.toEpochMilli(),
            judged.risk().word(),
            judged.disposition().word(),
            judged.decision().reason(),
            judged.decision().change(),
            judged.pack());
    String state = DecisionNotes.state(row.merged(), row.judged());
    Optional<DecisionNotes.Row> last =
        handle
            .createQuery(
                "SELECT * FROM decision WHERE finding = :id ORDER BY change_no DESC LIMIT 1")
            .bind("id", judged.id())
            .map((result, context) -> DecisionNotes.Row.of(result))
            .findOne();
    if (last.filter(now::sameAs).isPresent()) {
      return Optional.of(now.note(DecisionNotes.FINDING, state));
    }
    decided.add(now);
    return Optional.of(now.note(DecisionNotes.DECISION, state));
  }

  private long nextChange() {
    return handle
        .createQuery("UPDATE counter SET value = value + 1 WHERE name = 'change' RETURNING value")
        .mapTo(Long.class)
        .one();
  }

  private @Nullable Row row(String id) {
    return handle
        .createQuery("SELECT merged, judged, quota, change_no FROM finding WHERE id = :id")
        .bind("id", id)
        .map(
            (result, context) ->
                new Row(
                    result.getBytes("merged"),
                    result.getBytes("judged"),
                    result.getString("quota"),
                    result.getLong("change_no")))
        .findOne()
        .orElse(null);
  }

  /** Tells which approval's count a finding takes from. */
  interface Quotas {

    Optional<Quota> of(Finding finding);

    /** Returns the quotas that a register knows. */
    static Quotas of(ChangeRegister changes) {
      return finding ->
          finding.disposition() == Disposition.SUPPRESSED
              ? changes.quota(finding.decision().change(), finding.time())
              : Optional.empty();
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Row(byte[] merged, byte[] judged, @Nullable String quota, long change) {}

  private record Ranked(String id, String disposition, int count) {}
}
