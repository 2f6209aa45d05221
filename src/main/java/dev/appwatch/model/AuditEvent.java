package dev.appwatch.model;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change in the directory, as the Entra audit log or the unified audit log tells it.
 *
 * @param header what every event has
 * @param operation canonical name: lower case, plain hyphen, no trailing full stop
 * @param service for example {@code Core Directory} or {@code PIM}; null when the shape has none
 * @param category for example {@code ApplicationManagement}; null when the shape has none
 * @param succeeded whether the change took effect
 * @param resultReason why it did not, as the log writes it; empty when unknown
 * @param actor who started it
 * @param targets what it was done to, in the order of the log
 * @param changes modified properties of all targets, in the order of the log
 * @param details additional details by key, for example {@code User-Agent}
 */
public record AuditEvent(
    EventHeader header,
    @Catalogued("operations") String operation,
    @Nullable String service,
    @Nullable String category,
    boolean succeeded,
    String resultReason,
    Actor actor,
    List<Target> targets,
    List<Change> changes,
    Map<String, String> details)
    implements Event {

  public AuditEvent {
    targets = List.copyOf(targets);
    changes = List.copyOf(changes);
    details = Map.copyOf(details);
  }

  /** Returns the first change of a property of that name in any case. */
  public Optional<Change> change(String property) {
    for (Change change : changes) {
      if (change.property().equalsIgnoreCase(property)) {
        return Optional.of(change);
      }
    }
    return Optional.empty();
  }

  /** Returns the new value of a property, or null when it is not recorded. */
  public @Nullable String newValue(String property) {
    return change(property).map(Change::newValue).orElse(null);
  }

  /** Returns the first target of one of the types, compared without blanks and case. */
  public Optional<Target> target(String... types) {
    for (Target target : targets) {
      for (String type : types) {
        if (target.type().replace(" ", "").equalsIgnoreCase(type)) {
          return Optional.of(target);
        }
      }
    }
    return Optional.empty();
  }
}
