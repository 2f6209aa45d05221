package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Observation;
import dev.appwatch.model.OwnerAddition;
import dev.appwatch.model.Target;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees new owners of applications and service principals (row 17). */
final class OwnerObserver {

  static final Set<String> OPERATIONS =
      Set.of("add owner to application", "add owner to service principal");

  private final Context context;
  private final History history;

  OwnerObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.succeeded() || !OPERATIONS.contains(event.operation())) {
      return;
    }
    Target app = application(event);
    Target owner = owner(event, app);
    Creations.Creation creation =
        history.creations().of(app, event.header(), context.policy().newApplicationMinutes());
    boolean self = same(event.actor(), owner.id(), owner.name());
    boolean byCreation =
        creation != null
            && self
            && same(event.actor(), creation.actor().id(), creation.actor().name());
    String name = Basics.or(owner.name(), "");
    observations.add(
        new OwnerAddition(
            Basics.basis(
                context,
                event,
                List.of(app, owner),
                Basics.evidence(
                    event,
                    "Application.ObjectID",
                    "Application.DisplayName",
                    "ServicePrincipal.ObjectID",
                    "ServicePrincipal.DisplayName"),
                "owner|" + owner.id() + "|" + app.id(),
                Map.of("owner", owner.label()),
                byCreation && creation != null ? creation.record() : null),
            byCreation,
            self,
            name.toUpperCase(Locale.ROOT).contains("#EXT#"),
            owner.type().equalsIgnoreCase("ServicePrincipal")));
  }

  private static Target application(AuditEvent event) {
    for (String kind : new String[] {"Application", "ServicePrincipal"}) {
      String id = event.newValue(kind + ".ObjectID");
      String appId = event.newValue(kind + ".AppId");
      String name = event.newValue(kind + ".DisplayName");
      if (id != null || name != null || appId != null) {
        return new Target(kind, lower(id), lower(appId), name);
      }
    }
    return event.targets().size() > 1 ? event.targets().get(1) : new Target("", null, null, null);
  }

  private static Target owner(AuditEvent event, Target app) {
    for (Target target : event.targets()) {
      if (target.id() == null || !target.id().equals(app.id())) {
        return target;
      }
    }
    return new Target("", null, null, null);
  }

  private static boolean same(Actor actor, @Nullable String id, @Nullable String name) {
    if (actor.id() != null && id != null) {
      return actor.id().equalsIgnoreCase(id);
    }
    return actor.name() != null && actor.name().equalsIgnoreCase(name);
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }
}
