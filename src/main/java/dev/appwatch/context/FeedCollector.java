package dev.appwatch.context;

import dev.appwatch.model.ChangeFeed;
import dev.appwatch.model.ChangeWindow;
import dev.appwatch.model.FeedPosition;
import dev.appwatch.model.Freeze;
import dev.appwatch.model.Scope;
import dev.appwatch.model.StandingApproval;
import dev.appwatch.text.NearWord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gathers what the entries of one feed say; each is judged by itself. */
final class FeedCollector {

  /** More is no help to anybody, and a hostile file could fill the memory with them. */
  private static final int MOST_PROBLEMS = 10_000;

  private final String name;
  private final FeedOptions options;
  private final List<ChangeWindow> windows = new ArrayList<>();
  private final List<StandingApproval> approvals = new ArrayList<>();
  private final List<Freeze> freezes = new ArrayList<>();
  private final List<ChangeProblem> problems = new ArrayList<>();
  private final Map<String, Integer> linesById = new HashMap<>();
  private final Set<String> duplicates = new HashSet<>();
  private long unlisted;
  private boolean broken;
  private @Nullable Instant readAt;

  FeedCollector(String name, FeedOptions options) {
    this.name = name;
    this.options = options;
  }

  void add(Entry entry) {
    String written = entry.members().path("id").asText("").strip();
    String id = written.isEmpty() ? null : NearWord.shown(written);
    Members members =
        new Members(
            entry.members(),
            because -> refuse(because.code(), entry.line(), id, because.message()));
    if (id != null) {
      noteId(members, Scope.normal(written), entry.line());
    }
    entry.refusals().forEach(members::refuse);
    FeedPosition position = new FeedPosition(name, entry.line());
    switch (entry.kind()) {
      case CHANGE -> {
        ChangeWindow window = ChangeFacts.window(members, entry, options.grace(), position);
        if (window != null) {
          windows.add(window);
        }
      }
      case APPROVAL -> {
        StandingApproval approval = ChangeFacts.approval(members, entry, position);
        if (approval != null) {
          approvals.add(approval);
        }
      }
      case FREEZE -> freezes.add(ChangeFacts.freeze(members, entry, position));
    }
  }

  /** Two entries of one id contradict each other: neither allows anything. */
  private void noteId(Members members, String id, int line) {
    Integer first = linesById.putIfAbsent(id, line);
    if (first != null) {
      duplicates.add(id);
      members.refuse(
          "DUPLICATE_ID",
          "the entry of line %d has the same id; neither counts.\n    Maybe remove the older one."
              .formatted(first));
    }
  }

  void refuse(String code, int line, @Nullable String id, String message) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new ChangeProblem(code, name, line, id, message));
    } else {
      unlisted++;
    }
  }

  /** Notes that the file as a whole can't be relied on: it allows nothing, and still forbids. */
  void unreadable(int line, String message) {
    broken = true;
    refuse("UNREADABLE", Math.max(line, 0), null, message);
  }

  /** Notes a member that the file should not have; what it was meant to say is unknown. */
  void unknownMember(int line, String member, Set<String> known) {
    broken = true;
    refuse(
        "UNKNOWN_MEMBER",
        line,
        null,
        "there is no member (%s) here; nothing of the feed counts.%s"
            .formatted(NearWord.shown(member), NearWord.maybe(member, known)));
  }

  /** Notes the moment whose knowledge the file says to hold. */
  void readAt(String text, int line) {
    try {
      readAt = Moments.parse(text.strip(), null);
    } catch (BadValueException e) {
      readAt = Instant.EPOCH; // stale: no moment is known to be covered by it
      refuse(e.code(), line, null, e.message());
    }
  }

  /** Returns everything; without a {@code readAt} of its own the feed is as fresh as told. */
  FeedContents contents(String format, String digest, Instant otherwise) {
    if (unlisted > 0) {
      problems.add(
          new ChangeProblem(
              "TOO_MANY_PROBLEMS", name, 0, null, "(%d) more are not listed.".formatted(unlisted)));
    }
    problems.sort(Comparator.comparingInt(ChangeProblem::line));
    windows.removeIf(window -> broken || duplicates.contains(Scope.normal(window.id())));
    approvals.removeIf(approval -> broken || duplicates.contains(Scope.normal(approval.id())));
    return new FeedContents(
        new ChangeFeed(name, format, readAt == null ? otherwise : readAt, digest),
        windows,
        approvals,
        freezes,
        problems);
  }
}
