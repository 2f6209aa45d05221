package dev.appwatch.store;

import dev.appwatch.text.Sha256;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** What the journal says about findings: each change of one, and each decision. */
final class DecisionNotes {

  /** A finding changed and was decided otherwise, or for the first time. */
  static final String DECISION = "decision";

  /** A finding changed, its decision did not. */
  static final String FINDING = "finding";

  /** Findings that were kept long enough were deleted. */
  static final String PRUNED = "pruned";

  private DecisionNotes() {}

  /**
   * A row of the table of decisions.
   *
   * @param change the number of the change with which it was decided
   * @param at when, in milliseconds
   */
  record Row(
      String finding,
      long change,
      long at,
      String risk,
      String disposition,
      String reason,
      @Nullable String approval,
      String pack) {

    static Row of(ResultSet row) throws SQLException {
      return new Row(
          row.getString("finding"),
          row.getLong("change_no"),
          row.getLong("decided_at"),
          row.getString("risk"),
          row.getString("disposition"),
          row.getString("reason"),
          row.getString("approval"),
          row.getString("pack"));
    }

    /** Returns whether the other one decides the same. */
    boolean sameAs(Row other) {
      return risk.equals(other.risk)
          && disposition.equals(other.disposition)
          && reason.equals(other.reason)
          && pack.equals(other.pack)
          && (approval == null ? other.approval == null : approval.equals(other.approval));
    }

    JournalNote note(String kind, String state) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("finding", finding);
      members.put("change", change);
      members.put("at", at);
      members.put("risk", risk);
      members.put("disposition", disposition);
      members.put("reason", reason);
      members.put("approval", approval);
      members.put("pack", pack);
      members.put("state", state);
      return JournalNote.of(kind, members);
    }
  }

  /** Returns a digest over all that is kept of a finding itself. */
  static String state(byte[] merged, byte[] judged) {
    MessageDigest digest = Sha256.start();
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(merged.length).array());
    digest.update(merged);
    digest.update(judged);
    return Sha256.text(digest.digest());
  }

  /** Adds rows to the table of decisions. */
  static void insert(Handle handle, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            "INSERT INTO decision (finding, change_no, decided_at, risk, disposition, reason,"
                + " approval, pack) VALUES (:id, :change, :at, :risk, :disposition, :reason,"
                + " :approval, :pack)");
    for (Row row : rows) {
      batch
          .bind("id", row.finding())
          .bind("change", row.change())
          .bind("at", row.at())
          .bind("risk", row.risk())
          .bind("disposition", row.disposition())
          .bind("reason", row.reason())
          .bind("approval", row.approval())
          .bind("pack", row.pack())
          .add();
    }
    batch.execute();
  }

  /** Returns the decisions about a finding, the first one first. */
  static List<Row> decisions(Handle handle, String finding) {
    return handle
        .createQuery("SELECT * FROM decision WHERE finding = :id ORDER BY change_no")
        .bind("id", finding)
        .map((row, context) -> Row.of(row))
        .list();
  }

  static List<JournalNote> takenOver(Handle handle, String finding) {
    String state =
        handle
            .createQuery("SELECT merged, judged FROM finding WHERE id = :id")
            .bind("id", finding)
            .map((row, context) -> state(row.getBytes("merged"), row.getBytes("judged")))
            .one();
    return decisions(handle, finding).stream().map(row -> row.note(DECISION, state)).toList();
  }
}
