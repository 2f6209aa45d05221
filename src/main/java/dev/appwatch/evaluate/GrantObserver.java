package dev.appwatch.evaluate;

import dev.appwatch.context.Apis.Api;
import dev.appwatch.context.Context;
import dev.appwatch.context.Permissions;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Change;
import dev.appwatch.model.Observation;
import dev.appwatch.model.PermissionGrant;
import dev.appwatch.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sees permissions that were granted to an application (rows 4 to 8). */
final class GrantObserver {

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final String APP_ROLE = "add app role assignment to service principal";
  private static final Set<String> DELEGATED =
      Set.of("add delegated permission grant", "add oauth2permissiongrant");
  private static final String NAMES = "TargetId.ServicePrincipalNames";
  private static final String SCOPE = "DelegatedPermissionGrant.Scope";
  private static final String CONSENT_TYPE = "DelegatedPermissionGrant.ConsentType";
  private static final String DEFAULT_ROLE = "00000000-0000-0000-0000-000000000000";

  private final Context context;
  private final History history;

  GrantObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  static boolean looksAt(String operation) {
    return operation.equals(APP_ROLE) || DELEGATED.contains(operation);
  }

  /**
   * Returns whether other records decide how to judge this one: the consent where the grant does
   * not name its scopes, the inventory where it does not name the application.
   */
  static boolean awaitsOthers(AuditEvent event) {
    boolean unnamed = blankAsNull(event.newValue("ServicePrincipal.DisplayName")) == null;
    boolean scopesElsewhere =
        DELEGATED.contains(event.operation()) && event.change(SCOPE).isEmpty();
    return looksAt(event.operation()) && (unnamed || scopesElsewhere);
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.succeeded()) {
      return;
    }
    if (event.operation().equals(APP_ROLE)) {
      observations.add(appRole(event));
    } else if (DELEGATED.contains(event.operation())) {
      PermissionGrant grant = delegated(event);
      if (grant != null) {
        observations.add(grant);
      }
    }
  }

  static @Nullable Target apiTarget(AuditEvent event) {
    return event.targets().isEmpty() ? null : event.targets().get(0);
  }

  static @Nullable String names(AuditEvent event) {
    Change change = event.change(NAMES).orElse(null);
    if (change == null) {
      return event.details().get("ServicePrincipalNames"); // as the unified audit log tells it
    }
    return change.newValue() != null ? change.newValue() : change.oldValue();
  }

  private Target client(AuditEvent event) {
    String id = lower(event.newValue("ServicePrincipal.ObjectID"));
    Target second = event.targets().size() > 1 ? event.targets().get(1) : null;
    if (id == null && second != null) {
      id = second.id();
    }
    String name = blankAsNull(event.newValue("ServicePrincipal.DisplayName"));
    String appId = lower(event.newValue("ServicePrincipal.AppId"));
    if (name == null && second != null) {
      name = second.name();
    }
    ApplicationObject known = history.object(id);
    if (known != null) {
      name = name == null ? known.name() : name;
      appId = appId == null ? known.appId() : appId;
    }
    return new Target("ServicePrincipal", id, appId, name);
  }

  private PermissionGrant appRole(AuditEvent event) {
    Target apiTarget = apiTarget(event);
    Api api = context.apis().resolve(apiTarget, names(event));
    String guid = lower(event.newValue("AppRole.Id"));
    String value = event.newValue("AppRole.Value");
    if (api.kind().equals("unknown")) {
      Permissions.Permission only = context.permissions().withGuid(guid, "application", null);
      Api known = only == null ? null : context.apis().withAppId(only.apiAppId());
      api = known == null ? api : known;
    }
    if (value == null || value.isBlank()) {
      Permissions.Permission listed =
          context.permissions().withGuid(guid, "application", api.appId());
      value = listed == null ? null : listed.value();
    }
    boolean unknown = value == null && !DEFAULT_ROLE.equals(guid);
    String what = value != null ? value : unknown ? "an unnamed permission" : "default access";
    boolean privileged =
        value != null && context.permissions().privilegedAppRole(value, listedId(api));
    List<String> values = value == null ? List.of() : List.of(value);
    return grant(
        event,
        api,
        true,
        values,
        what,
        "role|" + Basics.or(value, Basics.or(guid, "unknown")).toLowerCase(Locale.ROOT),
        privileged,
        unknown,
        false);
  }

  private @Nullable PermissionGrant delegated(AuditEvent event) {
    Target apiTarget = apiTarget(event);
    Api api = context.apis().resolve(apiTarget, names(event));
    Change scope = event.change(SCOPE).orElse(null);
    Change type = event.change(CONSENT_TYPE).orElse(null);
    Set<String> added = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    if (scope != null && scope.newValue() == null && scope.oldValue() != null) {
      return null; // scopes were taken away
    }
    boolean unknown = scope == null || scope.newValue() == null;
    String typeNow =
        type == null ? null : Basics.or(type.newValue(), Basics.or(type.oldValue(), ""));
    boolean allPrincipals = "AllPrincipals".equalsIgnoreCase(typeNow);
    if (!unknown && scope != null) {
      boolean widened =
          allPrincipals && type != null && "Principal".equalsIgnoreCase(type.oldValue());
      added.addAll(scopes(scope.newValue()));
      if (!widened) {
        added.removeAll(scopes(scope.oldValue()));
      }
      if (added.isEmpty()) {
        return null;
      }
    } else if (scope == null) {
      // records of 2020 leave the scopes to the consent of the same action
      ConsentText text = ConsentText.of(history.consent(event.header().correlationId()));
      String apiId = apiTarget == null ? null : apiTarget.id();
      added.addAll(text.scopesFor(apiId));
      allPrincipals = text.allPrincipalsFor(apiId);
      unknown = added.isEmpty();
    }
    List<String> values = List.copyOf(added);
    String apiId = listedId(api);
    boolean privileged =
        values.stream().anyMatch(value -> context.permissions().privilegedScope(value, apiId));
    return grant(
        event,
        api,
        false,
        values,
        unknown ? "an unnamed permission" : String.join(" ", values),
        "scope|" + String.join(" ", values).toLowerCase(Locale.ROOT),
        privileged,
        unknown,
        allPrincipals);
  }

  private PermissionGrant grant(
      AuditEvent event,
      Api api,
      boolean appRole,
      List<String> values,
      String what,
      String key,
      boolean privileged,
      boolean unknown,
      boolean allPrincipals) {
    Target client = client(event);
    Target apiTarget = apiTarget(event);
    String apiName =
        Basics.or(api.name(), apiTarget == null ? "an unknown API" : apiTarget.label());
    List<Target> targets = new ArrayList<>();
    targets.add(client);
    targets.add(
        new Target(
            "API",
            apiTarget == null ? null : apiTarget.id(),
            api.appId() != null ? api.appId() : apiTarget == null ? null : apiTarget.appId(),
            apiName));
    boolean baseOnly =
        !appRole
            && !unknown
            && context.policy().ignoreBaseScopes()
            && context.permissions().baseOnly(values);
    String apiObject = apiTarget == null ? null : apiTarget.id();
    return new PermissionGrant(
        Basics.basis(
            context,
            event,
            targets,
            Basics.evidence(event, "AppRole.Value", "AppRole.Id", SCOPE, CONSENT_TYPE),
            key + "|" + apiObject + "|" + client.id(),
            Map.of("what", what, "api", apiName),
            null),
        appRole,
        !appRole,
        api.kind(),
        privileged,
        context.permissions().tier(values, appRole ? "application" : "delegated", listedId(api)),
        unknown,
        baseOnly,
        allPrincipals,
        !event.actor().application(),
        event.actor().application()
            && event.actor().id() != null
            && event.actor().id().equals(client.id()),
        values);
  }

  private static @Nullable String listedId(Api api) {
    return api.sensitive() ? api.appId() : null;
  }

  private static List<String> scopes(@Nullable String text) {
    List<String> scopes = new ArrayList<>();
    for (String scope : text == null ? new String[0] : BLANKS.split(text.strip())) {
      if (!scope.isEmpty()) {
        scopes.add(scope);
      }
    }
    return scopes;
  }

  private static @Nullable String blankAsNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text;
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip().toLowerCase(Locale.ROOT);
  }
}
