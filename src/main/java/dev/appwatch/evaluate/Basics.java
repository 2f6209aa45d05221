package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Change;
import dev.appwatch.model.EventHeader;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Target;
import dev.appwatch.text.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the basis of observations. */
final class Basics {

  private Basics() {}

  /** Identifies the action: the correlation id, or else what is the same in every shape. */
  static String action(AuditEvent event) {
    String correlation = Redaction.known(event.header().correlationId());
    if (correlation != null) {
      return correlation;
    }
    Instant time = event.header().time();
    return (time == null ? "" : time.getEpochSecond())
        + "|"
        + event.operation()
        + "|"
        + event.actor().label();
  }

  /** Names a record as proof: by its id, or else by its correlation id or operation. */
  static String name(AuditEvent event) {
    String id = event.header().id();
    return id != null ? id : or(event.header().correlationId(), event.operation());
  }

  static Basis basis(
      Context context,
      AuditEvent event,
      List<Target> targets,
      List<Evidence> evidence,
      String key,
      Map<String, String> words,
      @Nullable String proof) {
    return basis(
        context,
        event.header(),
        event.operation(),
        event.actor(),
        targets,
        evidence,
        action(event),
        key,
        words,
        proof);
  }

  static Basis basis(
      Context context,
      EventHeader header,
      String operation,
      Actor actor,
      List<Target> targets,
      List<Evidence> evidence,
      String action,
      String key,
      Map<String, String> words,
      @Nullable String proof) {
    Map<String, String> all = new LinkedHashMap<>(words);
    all.putIfAbsent("actor", actor.label());
    all.putIfAbsent("app", targets.isEmpty() ? "an unknown application" : targets.get(0).label());
    Instant time = header.time() == null ? Instant.EPOCH : header.time();
    return new Basis(
        header,
        time,
        actor,
        targets,
        evidence,
        action,
        key,
        all,
        proof,
        context.situation(header.time(), header.tenant(), targets, actor, operation));
  }

  /** Returns the basis with another time, unless none is given. */
  static Basis at(@Nullable Instant time, Basis basis) {
    return new Basis(
        basis.header(),
        time == null ? basis.time() : time,
        basis.actor(),
        basis.targets(),
        basis.evidence(),
        basis.action(),
        basis.key(),
        basis.words(),
        basis.proof(),
        basis.situation());
  }

  /** Returns the changes of the named properties that the record has, as evidence. */
  static List<Evidence> evidence(AuditEvent event, String... properties) {
    List<Evidence> evidence = new ArrayList<>();
    for (String property : properties) {
      for (Change change : event.changes()) {
        if (change.property().equalsIgnoreCase(property)) {
          evidence.add(new Evidence(change.property(), change.oldValue(), change.newValue()));
        }
      }
    }
    return evidence;
  }

  /** Returns the application that an audit record about one application was done to. */
  static Target application(AuditEvent event) {
    Target found = event.target("Application", "ServicePrincipal").orElse(null);
    if (found == null) {
      found = event.targets().isEmpty() ? new Target("", null, null, null) : event.targets().get(0);
    }
    if (found.appId() != null) {
      return found;
    }
    String appId = event.details().get("AppId");
    if (appId == null) {
      appId = firstGuid(List.of(split(event.newValue("TargetId.ServicePrincipalNames"))));
    }
    if (appId == null) {
      appId = firstGuid(JsonText.texts(event.newValue("ServicePrincipalName")));
    }
    return new Target(
        found.type(),
        found.id(),
        appId == null ? null : appId.toLowerCase(java.util.Locale.ROOT),
        found.name());
  }

  private static String[] split(@Nullable String names) {
    return names == null ? new String[0] : names.split(";");
  }

  private static @Nullable String firstGuid(List<String> names) {
    for (String name : names) {
      String plain = name.strip();
      if (plain.length() == 36 && plain.charAt(8) == '-' && plain.charAt(23) == '-') {
        return plain;
      }
    }
    return null;
  }

  /** Returns the text, or the substitute when there is none. */
  static String or(@Nullable String text, String substitute) {
    return text == null || text.isBlank() ? substitute : text;
  }
}
