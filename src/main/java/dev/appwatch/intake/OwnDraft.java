package dev.appwatch.intake;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.Target;
import dev.appwatch.store.JournalNote;
import dev.appwatch.store.OwnNews;
import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what the service has to say about itself at one moment. */
final class OwnDraft {

  private static final int ID_DIGITS = 32;
  private static final int MOST_SHOWN = 50;
  private static final int LONGEST = 300;

  private final Instant now;
  private final @Nullable String tenant;
  private final String pack;
  private final List<Finding> findings = new ArrayList<>();
  private final List<JournalNote> notes = new ArrayList<>();

  OwnDraft(Instant now, @Nullable String tenant, String pack) {
    this.now = now;
    this.tenant = tenant;
    this.pack = pack;
  }

  void note(JournalNote note) {
    notes.add(note);
  }

  /** Adds an entry of the journal. */
  void note(String kind, Map<String, ?> members) {
    notes.add(JournalNote.of(kind, members));
  }

  /**
   * Adds a finding. It alerts, and is on the floor: the decision is made here, where nothing can
   * weaken it.
   *
   * @param about what it is about; with the moment it makes the id
   */
  void finding(
      OwnRow row, String about, String summary, List<Target> targets, List<Evidence> evidence) {
    String id = id(row.card().id(), about, now.toString());
    findings.add(
        new Finding(
            id,
            row.card().id(),
            row.card().title(),
            row.risk(),
            Disposition.ALERT,
            List.of(),
            cut(summary),
            tenant,
            now,
            Actor.UNKNOWN,
            targets.subList(0, Math.min(targets.size(), MOST_SHOWN)),
            evidence.stream().limit(MOST_SHOWN).map(OwnDraft::cut).toList(),
            new Decision(null, "FLOOR", null),
            List.of(new EventRef(null, null, "watch itself", about, 0)),
            id("group", about, now.toString()),
            row.card().attack(),
            pack,
            List.of("row")));
  }

  OwnNews news() {
    return new OwnNews(findings, notes);
  }

  /** What was there before anybody watched is no news, but is written down. */
  OwnNews notesOnly() {
    return new OwnNews(List.of(), notes);
  }

  private String id(String... parts) {
    String text = String.valueOf(tenant) + "\n" + String.join("\n", parts);
    return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
  }

  private static Evidence cut(Evidence evidence) {
    return new Evidence(
        cut(evidence.property()), cutOrNull(evidence.oldValue()), cutOrNull(evidence.newValue()));
  }

  private static @Nullable String cutOrNull(@Nullable String text) {
    return text == null ? null : cut(text);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
