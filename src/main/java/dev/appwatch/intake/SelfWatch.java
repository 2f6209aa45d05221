package dev.appwatch.intake;

import dev.appwatch.context.Context;
import dev.appwatch.context.Policy;
import dev.appwatch.model.ChangeFeed;
import dev.appwatch.store.JournalNote;
import dev.appwatch.store.Memory;
import dev.appwatch.store.Store;
import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the service itself: its pack, its limits, the approvals it is told of, its sources. What
 * changed is a finding and an entry of the journal, also when it changed while the service was
 * down; what is there when a store is used first is only written down.
 *
 * <p>Several services may share a store: each change is told once. Safe to share between threads.
 */
public final class SelfWatch {

  private static final String BEGUN = "watch";

  private final Store store;
  private final Clock clock;
  private final Map<String, String> who;
  private final Supplier<Optional<Instant>> canarySeen;
  private final Instant started;
  private @Nullable String known;
  private String pack = "";
  private @Nullable Policy policy;
  private @Nullable Instant canaryExpectedSince;

  /**
   * Makes a watch.
   *
   * @param who who runs the service, for the journal: version, user, host …
   * @param canarySeen when the last canary was received
   */
  public SelfWatch(
      Store store, Clock clock, Map<String, String> who, Supplier<Optional<Instant>> canarySeen) {
    this.store = store;
    this.clock = clock;
    this.who = new TreeMap<>(who);
    this.canarySeen = canarySeen;
    this.started = clock.instant();
  }

  /** Takes in that the service starts, with what it judges by. */
  public synchronized void started(PackInForce inForce, Context context) {
    Map<String, String> members = new TreeMap<>(who);
    members.put("pack", inForce.digest());
    compare(inForce, context, List.of(JournalNote.of("service.started", members)));
  }

  /** Takes in that the service ends. */
  public synchronized void stopped() {
    store.journal(clock.instant(), List.of(JournalNote.of("service.stopped", who)));
  }

  /** Takes in what the service judges by from now on; nothing is done when that is as before. */
  public synchronized void uses(PackInForce inForce, Context context) {
    if (!key(inForce, context).equals(known)) {
      compare(inForce, context, List.of());
    }
  }

  /**
   * Takes in that a pack was refused; the same refusal is told once.
   *
   * @param found what identifies the pack that was found
   * @param why what is wrong with it
   */
  public synchronized void refused(String found, String why) {
    Instant now = clock.instant();
    String refusal = Sha256.hex((found + "\n" + why).getBytes(StandardCharsets.UTF_8));
    store.keepOwn(
        now,
        memory -> {
          OwnDraft draft = draft(now);
          new PackWatch(memory, draft).refused(refusal, why);
          return draft.news();
        });
    known = null; // a pack that is put back ends the refusal
  }

  /**
   * Looks whether sources and the canary come.
   *
   * @return what is wrong with them, by a name of it
   */
  public synchronized SortedMap<String, String> deliveries() {
    Policy by = policy;
    if (by == null) {
      throw new IllegalStateException("The watch has not started.");
    }
    Instant now = clock.instant();
    SortedMap<String, String> problems = new TreeMap<>();
    Map<String, Instant> last = store.lastDeliveries();
    store.keepOwn(
        now,
        memory -> {
          problems.clear();
          OwnDraft draft = draft(now);
          DeliveryWatch watch = new DeliveryWatch(memory, draft, now, started);
          watch
              .sources(last, by.silenceOfSources())
              .forEach(
                  (source, since) ->
                      problems.put("source " + source, DeliveryWatch.nothingSince(since)));
          Instant since = canaryExpectedSince == null ? started : canaryExpectedSince;
          if (watch.canary(by.expectedCanary(), canarySeen.get().orElse(null), since)) {
            problems.put("canary", "The canary did not come.");
          }
          return draft.news();
        });
    return problems;
  }

  private void compare(PackInForce inForce, Context context, List<JournalNote> first) {
    Instant now = clock.instant();
    store.keepOwn(
        now,
        memory -> {
          OwnDraft draft = new OwnDraft(now, context.policy().tenant(), inForce.digest());
          first.forEach(draft::note);
          new PackWatch(memory, draft).compare(inForce, context.policy());
          new ApprovalWatch(memory, draft, now).compare(context.changes());
          return begun(memory, now) ? draft.news() : draft.notesOnly();
        });
    if (policy == null || !policy.expectedCanary().equals(context.policy().expectedCanary())) {
      canaryExpectedSince = now;
    }
    policy = context.policy();
    pack = inForce.digest();
    known = key(inForce, context);
  }

  /** Returns whether somebody watched before; from now on somebody did. */
  private static boolean begun(Memory memory, Instant now) {
    if (!memory.topic(BEGUN).isEmpty()) {
      return true;
    }
    memory.replace(BEGUN, Map.of("begun", now.toString()));
    return false;
  }

  private OwnDraft draft(Instant now) {
    Policy by = policy;
    return new OwnDraft(now, by == null ? null : by.tenant(), pack);
  }

  /** What the comparison depends on: feeds by their bytes, everything else by value. */
  private static String key(PackInForce inForce, Context context) {
    StringBuilder key = new StringBuilder(inForce.digest());
    key.append('\n').append(PackWatch.limitsOf(context.policy()));
    for (ChangeFeed feed : context.changes().feeds()) {
      key.append('\n').append(feed.name()).append(' ').append(feed.digest());
    }
    return key.toString();
  }
}
