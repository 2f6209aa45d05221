package dev.appwatch.store;

import dev.appwatch.model.Finding;
import dev.appwatch.pipeline.FindingCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** Reads findings and decisions as they stand in their tables, page by page. */
final class FindingRows {

  private static final int PAGE = 500;

  private final Handle handle;
  private final FindingCodec codec;

  FindingRows(Handle handle, FindingCodec codec) {
    this.handle = handle;
    this.codec = codec;
  }

  /**
   * A row of the table of findings.
   *
   * @param state the digest over what is kept of the finding
   * @param columnsAgree whether the columns it is found by say what the finding says
   */
  record Row(String id, String state, boolean columnsAgree) {}

  boolean any() {
    return handle
        .createQuery("SELECT id FROM finding LIMIT 1")
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  void forEachFinding(Consumer<Row> consumer) {
    String last = "";
    List<Row> page;
    do {
      page =
          handle
              .createQuery("SELECT * FROM finding WHERE id > :last ORDER BY id LIMIT :most")
              .bind("last", last)
              .bind("most", PAGE)
              .map((row, context) -> row(row))
              .list();
      page.forEach(consumer);
      last = page.isEmpty() ? last : page.get(page.size() - 1).id();
    } while (!page.isEmpty());
  }

  private Row row(ResultSet row) throws SQLException {
    byte[] judged = row.getBytes("judged");
    String id = row.getString("id");
    return new Row(
        id, DecisionNotes.state(row.getBytes("merged"), judged), columnsAgree(row, id, judged));
  }

  private boolean columnsAgree(ResultSet row, String id, byte[] judged) throws SQLException {
    Finding finding;
    try {
      finding = codec.decode(judged);
    } catch (RuntimeException e) {
      return false; // its digest tells that it was changed
    }
    return finding.id().equals(id)
        && finding.rule().equals(row.getString("rule"))
        && finding.risk().word().equals(row.getString("risk"))
        && finding.disposition().word().equals(row.getString("disposition"))
        && Times.sortable(finding.time()).equals(row.getString("happened"))
        && reasonAgrees(row.getString("reason"), finding);
  }

  /**
   * Holds the reason; stores from before there was one leave it empty where no decision is kept.
   */
  private static boolean reasonAgrees(String reason, Finding finding) {
    return reason.isEmpty() || reason.equals(finding.decision().reason());
  }

  /** Hands out all decisions; those about one finding in the order in which they were made. */
  void forEachDecision(Consumer<DecisionNotes.Row> consumer) {
    String finding = "";
    long change = 0;
    List<DecisionNotes.Row> page;
    do {
      page =
          handle
              .createQuery(
                  "SELECT * FROM decision WHERE finding > :finding OR (finding = :finding AND"
                      + " change_no > :change) ORDER BY finding, change_no LIMIT :most")
              .bind("finding", finding)
              .bind("change", change)
              .bind("most", PAGE)
              .map((row, context) -> DecisionNotes.Row.of(row))
              .list();
      page.forEach(consumer);
      if (!page.isEmpty()) {
        finding = page.get(page.size() - 1).finding();
        change = page.get(page.size() - 1).change();
      }
    } while (!page.isEmpty());
  }
}
