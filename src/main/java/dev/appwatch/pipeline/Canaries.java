package dev.appwatch.pipeline;

import dev.appwatch.context.Policy;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Event;
import dev.appwatch.model.Scope;
import dev.appwatch.model.SignIn;
import dev.appwatch.model.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks for the record that must come again and again. */
final class Canaries {

  private Policy.Canary expected;
  private volatile @Nullable Instant seen;

  Canaries(Policy.Canary expected) {
    this.expected = expected;
  }

  void expect(Policy.Canary other) {
    expected = other;
  }

  /** Returns when the last one was received. */
  Optional<Instant> seen() {
    return Optional.ofNullable(seen);
  }

  /** Looks at an event; an old one that is delivered again proves nothing. */
  void look(Event event, Instant receivedAt) {
    Instant time = event.header().time();
    if (expected.expected()
        && time != null
        && !time.isBefore(receivedAt.minus(Duration.ofMinutes(expected.minutes())))
        && operation(event)
        && name(event)) {
      seen = receivedAt;
    }
  }

  private boolean operation(Event event) {
    String wanted = expected.operation();
    String operation = event.header().operation();
    return wanted == null || Scope.normal(operation).equals(Scope.normal(wanted));
  }

  private boolean name(Event event) {
    String wanted = expected.name();
    return wanted == null || names(event).contains(wanted);
  }

  private static List<@Nullable String> names(Event event) {
    List<@Nullable String> names = new ArrayList<>();
    if (event instanceof AuditEvent audit) {
      names.add(audit.actor().name());
      for (Target target : audit.targets()) {
        names.add(target.name());
      }
    } else if (event instanceof SignIn signIn) {
      names.add(signIn.actor().name());
      names.add(signIn.app().name());
    }
    return names;
  }
}
