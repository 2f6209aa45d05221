package dev.appwatch.intake;

import dev.appwatch.context.Policy;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.OwnRow;
import dev.appwatch.model.Target;
import dev.appwatch.store.Memory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks for sources that fell silent, and for a canary that did not come. */
final class DeliveryWatch {

  private static final String SILENT = "silent";
  private static final String CANARY = "canary";
  private static final String SEEN = "seen";
  private static final String MISSING = "missing";
  private static final String NEVER = "never";

  private final Memory memory;
  private final OwnDraft draft;
  private final Instant now;
  private final Instant started;

  /**
   * Makes a watch.
   *
   * @param started since when this service could take deliveries: before, silence proves nothing
   */
  DeliveryWatch(Memory memory, OwnDraft draft, Instant now, Instant started) {
    this.memory = memory;
    this.draft = draft;
    this.now = now;
    this.started = started;
  }

  /**
   * Returns the sources that are silent, with the moment of their last delivery; {@value #NEVER}
   * for those that are expected and never delivered.
   */
  SortedMap<String, String> sources(Map<String, Instant> last, Policy.Silence allowed) {
    SortedMap<String, String> before = memory.topic(SILENT);
    SortedMap<String, String> silent = new TreeMap<>();
    Set<String> watched = new TreeSet<>(last.keySet());
    watched.addAll(allowed.expected());
    watched.remove(Intake.OWN);
    for (String source : watched) {
      Instant delivered = last.get(source);
      String since = delivered == null ? NEVER : delivered.toString();
      Duration limit = allowed.of(source);
      boolean told = since.equals(before.get(source));
      if (!limit.isZero() && (told || later(started, delivered).plus(limit).isBefore(now))) {
        silent.put(source, since);
        if (!told) {
          tell(source, since, limit);
        }
      }
    }
    before.forEach(
        (source, delivered) -> {
          if (!silent.containsKey(source)) {
            draft.note(
                "source.back",
                new TreeMap<>(
                    Map.of(
                        "source", source,
                        "silentSince", delivered,
                        "delivered", String.valueOf(last.get(source)))));
          }
        });
    memory.replace(SILENT, silent);
    return silent;
  }

  /** Returns a sentence about a silent source. */
  static String nothingSince(String since) {
    return since.equals(NEVER) ? "Nothing ever came." : "Nothing came since %s.".formatted(since);
  }

  private void tell(String source, String since, Duration limit) {
    draft.note("source.silent", new TreeMap<>(Map.of("source", source, "since", since)));
    draft.finding(
        OwnRow.SOURCE_01,
        source,
        since.equals(NEVER)
            ? "Nothing ever came from %s, which is expected, for longer than %d minutes"
                .formatted(source, limit.toMinutes())
            : "Nothing came from %s since %s, for longer than %d minutes"
                .formatted(source, since, limit.toMinutes()),
        List.of(new Target("Source", source, null, source)),
        List.of(new Evidence("lastDelivery", null, since)));
  }

  /** Returns whether the canary is missing. */
  boolean canary(Policy.Canary expected, @Nullable Instant seenHere, Instant expectedSince) {
    SortedMap<String, String> before = memory.topic(CANARY);
    if (!expected.expected()) {
      memory.replace(CANARY, Map.of());
      return false;
    }
    String kept = before.get(SEEN);
    Instant seen = kept == null ? seenHere : later(Instant.parse(kept), seenHere);
    String last = seen == null ? NEVER : seen.toString();
    boolean told = last.equals(before.get(MISSING));
    Instant since = later(later(started, expectedSince), seen);
    boolean missing = told || since.plus(Duration.ofMinutes(expected.minutes())).isBefore(now);
    SortedMap<String, String> after = new TreeMap<>();
    if (seen != null) {
      after.put(SEEN, last);
    }
    if (missing) {
      after.put(MISSING, last);
      if (!told) {
        draft.note("canary.missing", Map.of("last", last));
        draft.finding(
            OwnRow.CANARY_01,
            CANARY,
            "The canary did not come within %d minutes; the last one: %s"
                .formatted(expected.minutes(), last),
            List.of(new Target("Canary", null, null, label(expected))),
            List.of(new Evidence("lastCanary", null, last)));
      }
    } else if (before.containsKey(MISSING)) {
      draft.note("canary.back", Map.of("last", last));
    }
    memory.replace(CANARY, after);
    return missing;
  }

  private static String label(Policy.Canary expected) {
    return expected.name() != null ? expected.name() : String.valueOf(expected.operation());
  }

  private static Instant later(Instant one, @Nullable Instant other) {
    return other != null && other.isAfter(one) ? other : one;
  }
}
