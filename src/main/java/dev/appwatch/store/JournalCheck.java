package dev.appwatch.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.appwatch.pipeline.FindingCodec;
import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Checks that no entry of the journal was changed, removed, moved or cut off, and that findings and
 * decisions are as their last entries say. Keeps the id of every finding in memory.
 */
final class JournalCheck {

  private static final ObjectReader JSON = JsonMapper.builder().build().reader();
  private static final int PAGE = 500;
  private static final int MOST_PROBLEMS = 100;

  private final Handle handle;
  private final FindingRows rows;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Told> told = new HashMap<>();
  private JournalHead end = new JournalHead(0, "");
  private long entries;
  private boolean keptSeen;

  JournalCheck(Handle handle, FindingCodec codec) {
    this.handle = handle;
    this.rows = new FindingRows(handle, codec);
  }

  /**
   * What the journal last told of a finding.
   *
   * @param state the digest over what is kept of it
   * @param decisions a digest over all decisions about it
   */
  private record Told(long entry, String state, String decisions) {}

  JournalReport check(@Nullable JournalHead kept) {
    List<JournalEntry> page;
    do {
      page = JournalTable.after(handle, end.number(), PAGE);
      page.forEach(entry -> take(entry, kept));
    } while (!page.isEmpty());
    checkEnd(kept);
    long findings = 0;
    if (entries == 0 && rows.any()) {
      problem(
          "The journal is empty, but the store holds findings.\n"
              + "    Maybe an earlier version made it: start appwatch serve once.");
    } else {
      checkDecisions();
      findings = checkFindings();
    }
    return new JournalReport(entries, end, findings, problems);
  }

  private void take(JournalEntry entry, @Nullable JournalHead kept) {
    entries++;
    long expected = end.number() + 1;
    if (entry.number() != expected) {
      problem(
          entry.number() == expected + 1
              ? "The entry %d of the journal is missing.".formatted(expected)
              : "The entries %d to %d of the journal are missing."
                  .formatted(expected, entry.number() - 1));
    } else if (!entry.previous().equals(end.digest())) {
      problem(
          "The entry %d of the journal does not follow the entry %d: one of them was changed or moved."
              .formatted(entry.number(), end.number()));
    }
    if (!entry.digest().equals(entry.rightDigest())) {
      problem(
          "The entry %d (%s) of the journal was changed.".formatted(entry.number(), entry.kind()));
    }
    if (kept != null && kept.number() == entry.number()) {
      keptSeen = true;
      if (!entry.head().begunBy(kept)) {
        problem(
            "The entry %d of the journal is not the one whose digest was kept (%s)."
                .formatted(entry.number(), kept.digest()));
      }
    }
    end = entry.head();
    tell(entry);
  }

  private void tell(JournalEntry entry) {
    JsonNode payload;
    try {
      payload = JSON.readTree(entry.payload());
    } catch (JsonProcessingException e) {
      return; // whoever made it unreadable changed it, which was told
    }
    switch (entry.kind()) {
      case DecisionNotes.DECISION, DecisionNotes.FINDING -> {
        String id = payload.path("finding").asText();
        Told before = told.get(id);
        String decisions = before == null ? "" : before.decisions();
        if (entry.kind().equals(DecisionNotes.DECISION)) {
          decisions = chain(decisions, decision(payload));
        }
        told.put(id, new Told(entry.number(), payload.path("state").asText(), decisions));
      }
      case DecisionNotes.PRUNED ->
          payload.path("findings").forEach(finding -> told.remove(finding.asText()));
      default -> {
        // tells of no finding
      }
    }
  }

  private void checkEnd(@Nullable JournalHead kept) {
    JournalHead head = JournalTable.head(handle).orElse(null);
    if (head == null) {
      problem("The head of the journal is missing.");
    } else if (head.number() > end.number()) {
      problem(
          "The journal ends with the entry %d, but had %d: its end was cut off."
              .formatted(end.number(), head.number()));
    } else if (!head.equals(end)) {
      problem(
          "The journal ends at %s, but its head is %s: entries were added or changed behind it."
              .formatted(end, head));
    }
    if (kept != null && kept.number() > 0 && !keptSeen) {
      problem(
          "The journal has no entry %d, whose digest was kept: its end was cut off, or it was begun anew."
              .formatted(kept.number()));
    }
  }

  private void checkDecisions() {
    Map<String, String> found = new HashMap<>();
    rows.forEachDecision(
        row -> found.merge(row.finding(), chain("", row), (before, now) -> chain(before, row)));
    told.forEach(
        (id, last) -> {
          if (!last.decisions().equals(found.getOrDefault(id, ""))) {
            problem(
                "The decisions about the finding (%s) are not those of the journal: one was changed, removed or added."
                    .formatted(id));
          }
        });
    found.keySet().stream()
        .filter(id -> !told.containsKey(id))
        .sorted()
        .forEach(
            id ->
                problem("The journal tells of no decision about the finding (%s).".formatted(id)));
  }

  private long checkFindings() {
    Map<String, Told> missing = new HashMap<>(told);
    long[] count = {0};
    rows.forEachFinding(
        row -> {
          count[0]++;
          Told last = missing.remove(row.id());
          if (last == null) {
            problem("The journal tells of no finding (%s).".formatted(row.id()));
          } else if (!last.state().equals(row.state())) {
            problem(
                "The finding (%s) is not as the entry %d of the journal says: it was changed."
                    .formatted(row.id(), last.entry()));
          } else if (!row.columnsAgree()) {
            problem("The finding (%s) is listed as what it is not.".formatted(row.id()));
          }
        });
    missing.keySet().stream()
        .sorted()
        .forEach(
            id ->
                problem("The finding (%s), of which the journal tells, is missing.".formatted(id)));
    return count[0];
  }

  private static DecisionNotes.Row decision(JsonNode payload) {
    JsonNode approval = payload.path("approval");
    return new DecisionNotes.Row(
        payload.path("finding").asText(),
        payload.path("change").asLong(),
        payload.path("at").asLong(),
        payload.path("risk").asText(),
        payload.path("disposition").asText(),
        payload.path("reason").asText(),
        approval.isTextual() ? approval.asText() : null,
        payload.path("pack").asText());
  }

  private static String chain(String before, DecisionNotes.Row row) {
    return Sha256.hex((before + "\n" + row).getBytes(StandardCharsets.UTF_8));
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(text);
    } else if (problems.size() == MOST_PROBLEMS) {
      problems.add("There are more problems than these.");
    }
  }
}
