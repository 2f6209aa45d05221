package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every observation rests on.
 *
 * @param header header of the event
 * @param time when it happened
 * @param actor who did it
 * @param targets what it was done to, the application first
 * @param evidence the properties that show it
 * @param action identifies the action within its tenant: the correlation id where there is one
 * @param key tells apart several observations of one action: permission, key ids, owner …
 * @param words values for the placeholders of a rule's summary
 * @param proof id of another record that explains the action, null when none does
 * @param situation what calendars and lists say
 */
public record Basis(
    EventHeader header,
    Instant time,
    Actor actor,
    List<Target> targets,
    List<Evidence> evidence,
    String action,
    String key,
    Map<String, String> words,
    @Nullable String proof,
    Situation situation) {

  public Basis {
    requireNonNull(header, "header");
    requireNonNull(time, "time");
    targets = List.copyOf(targets);
    evidence = List.copyOf(evidence);
    words = Map.copyOf(words);
  }

  /** The engine asks for it at every join; action and key tell nearly all apart. */
  @Override
  public int hashCode() {
    return 31 * action.hashCode() + key.hashCode();
  }
}
