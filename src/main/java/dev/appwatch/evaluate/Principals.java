package dev.appwatch.evaluate;

import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.Target;
import dev.appwatch.model.VaultEvent;
import dev.appwatch.text.Redaction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which object ids are those of people, groups and service principals, as records show them. */
final class Principals {

  private static final String DISPUTED = "";

  private final Map<String, String> types;

  /**
   * Makes an empty store.
   *
   * @param types where types are kept by object id, within its bounds
   */
  Principals(Map<String, String> types) {
    this.types = types;
  }

  /** Takes in whom the event shows, and returns whether it shows somebody not known before. */
  boolean learn(Event event) {
    if (event instanceof VaultEvent vault) {
      return learn(vault.actor());
    }
    if (event instanceof AzureActivity activity) {
      return learn(activity.actor());
    }
    // what nobody looks at may pass unread, so nothing may be learned from it when it is read
    if (!(event instanceof AuditEvent audit) || !Interpreter.looksAt(audit.operation())) {
      return false;
    }
    boolean told = learn(audit.actor());
    for (Target target : audit.succeeded() ? audit.targets() : List.<Target>of()) {
      told |= learn(target.id(), RoleObserver.type(target.type()));
    }
    return told;
  }

  /** Some services act as users without a name; only who has a user principal name is a person. */
  private boolean learn(Actor actor) {
    String name = actor.name();
    return actor.user() && name != null && name.contains("@") && learn(actor.id(), "User");
  }

  private boolean learn(@Nullable String objectId, String type) {
    String id = Redaction.known(objectId);
    if (id == null || type.equals("unknown")) {
      return false;
    }
    String before = types.putIfAbsent(id, type);
    if (before != null && !before.equals(type)) {
      types.put(id, DISPUTED);
    }
    return before == null;
  }

  /** Returns the type of the principal, or null when records show none or more than one. */
  @Nullable String type(@Nullable String objectId) {
    String type = objectId == null ? null : types.get(objectId);
    return type == null || type.equals(DISPUTED) ? null : type;
  }
}
