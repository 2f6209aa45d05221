package dev.appwatch.evaluate;

import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Target;
import dev.appwatch.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How applications came to be, and whether that explains what was done to one of them. */
final class Creations {

  static final Set<String> OPERATIONS = Set.of("add application", "add service principal");

  private static final Duration SAME_ACTION = Duration.ofMinutes(5);

  private final Map<String, Creation> creations;

  /**
   * Makes an empty store.
   *
   * @param creations where they are kept, within its bounds
   */
  Creations(Map<String, Creation> creations) {
    this.creations = creations;
  }

  /** Takes in a creation, and returns whether it may explain anything: not without a time. */
  boolean learn(AuditEvent audit) {
    Instant time = audit.header().time();
    if (time == null) {
      return false;
    }
    Target app = Basics.application(audit);
    Creation creation = new Creation(time, audit.actor(), Basics.name(audit), app);
    String id = Redaction.known(app.id());
    if (id != null) {
      creations.put(id, creation);
    }
    ofAction(audit.header(), app).forEach(key -> creations.put(key, creation));
    return true;
  }

  /**
   * Returns how the application was created: within minutes before, or around then by the same
   * action, to which an application and its service principal are one.
   */
  @Nullable Creation of(Target app, EventHeader header, int minutes) {
    Instant time = header.time();
    if (time == null) {
      return null;
    }
    Creation own = app.id() == null ? null : creations.get(app.id());
    if (own != null && own.within(time.minus(Duration.ofMinutes(minutes)), time)) {
      return own;
    }
    for (String key : ofAction(header, app)) {
      Creation creation = creations.get(key);
      if (creation != null
          && creation.isOf(app)
          && creation.within(time.minus(SAME_ACTION), time.plus(SAME_ACTION))) {
        return creation;
      }
    }
    return null;
  }

  /** What an application is known by to the records of one action. */
  private static List<String> ofAction(EventHeader header, Target app) {
    String correlation = Redaction.known(header.correlationId());
    return correlation == null
        ? List.of()
        : Stream.of(app.id(), app.appId(), app.name())
            .filter(name -> Redaction.known(name) != null)
            .map(name -> correlation + " " + name)
            .toList();
  }

  /** How an application came to be. */
  record Creation(Instant time, Actor actor, String record, Target app) {

    boolean within(Instant start, Instant end) {
      return !time.isBefore(start) && !time.isAfter(end);
    }

    /** By name alone an application is only its own service principal, not another application. */
    boolean isOf(Target other) {
      if (app.id() != null && app.id().equals(other.id())) {
        return true;
      }
      if (app.appId() != null && other.appId() != null) {
        return app.appId().equals(other.appId());
      }
      return !app.type().equals(other.type());
    }
  }
}
