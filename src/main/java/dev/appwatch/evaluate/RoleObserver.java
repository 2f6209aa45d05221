package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.context.Roles;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Observation;
import dev.appwatch.model.RoleAssignment;
import dev.appwatch.model.Target;
import dev.appwatch.model.VaultAccess;
import dev.appwatch.text.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Sees roles that were given to a principal: Core Directory, PIM and Azure (row 3). */
final class RoleObserver {

  static final String AZURE_ASSIGNMENT = "microsoft.authorization/roleassignments/write";

  private static final String UNKNOWN_ROLE = "an unknown role";

  private final Context context;
  private final History history;

  RoleObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  /** Returns whether an operation gives or requests a role. */
  static boolean assigns(String operation) {
    boolean role =
        operation.contains("member to role")
            || operation.equals("add role assignment to role definition")
            || operation.equals("add eligibleroleassignment to roledefinition");
    return role
        && operation.startsWith("add ")
        && !operation.contains("cancel")
        && !operation.contains("approval requested")
        && !operation.contains("denied")
        && !operation.contains("expired");
  }

  static boolean pim(AuditEvent event) {
    return "PIM".equalsIgnoreCase(event.service());
  }

  /** Names the principal and the role: the same in a PIM record and its Core Directory twin. */
  static String pair(AuditEvent event) {
    Target principal = principal(event);
    String role = roleId(event);
    return (principal == null ? "" : principal.id()) + "|" + Basics.or(role, roleName(event));
  }

  private static @Nullable Target principal(AuditEvent event) {
    return event.target("ServicePrincipal", "ManagedIdentity", "User", "Group").orElse(null);
  }

  private static @Nullable String roleId(AuditEvent event) {
    for (String name : new String[] {"Role.TemplateId", "RoleDefinitionOriginId", "TemplateId"}) {
      String value = event.newValue(name);
      if (value == null) {
        value = event.details().get(name);
      }
      if (value != null && !value.isBlank()) {
        return value.substring(value.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
      }
    }
    return event.target("Role").map(Target::id).orElse(null);
  }

  private static String roleName(AuditEvent event) {
    for (String name :
        new String[] {"Role.DisplayName", "RoleDefinition.DisplayName", "RoleDisplayName"}) {
      String value = event.newValue(name);
      if (value != null && !value.isBlank()) {
        return value;
      }
    }
    return event.target("Role").map(Target::label).orElse(UNKNOWN_ROLE);
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.succeeded()
        || !assigns(event.operation())
        || "GroupManagement".equalsIgnoreCase(event.category())) {
      return;
    }
    Target principal = principal(event);
    boolean azure = pim(event) && "ResourceManagement".equalsIgnoreCase(event.category());
    String scope = azure ? "azure" : "entra";
    Roles.Role byId = context.roles().withId(roleId(event));
    Roles.Role byName = context.roles().withName(roleName(event), scope);
    if (byName == null) {
      byName = context.roles().withName(event.newValue("Role.WellKnownObjectName"), scope);
    }
    boolean conflicting =
        byId != null && byName != null && !byId.templateId().equals(byName.templateId());
    boolean high = (byId != null && byId.high()) || (byName != null && byName.high());
    boolean requested = event.operation().contains("requested");
    List<Target> targets = new ArrayList<>();
    targets.add(principal == null ? new Target("", null, null, null) : withAppId(principal, event));
    targets.add(new Target("Role", roleId(event), null, roleName(event)));
    String action = twinAction(event);
    observations.add(
        new RoleAssignment(
            Basics.basis(
                context,
                event.header(),
                event.operation(),
                event.actor(),
                targets,
                Basics.evidence(
                    event,
                    "Role.DisplayName",
                    "Role.TemplateId",
                    "Role.WellKnownObjectName",
                    "RoleDefinition.DisplayName",
                    "RoleDefinitionOriginId"),
                action == null ? Basics.action(event) : action,
                pair(event),
                Map.of("role", roleName(event)),
                null),
            principal == null ? unnamed(event) : type(principal.type()),
            high ? "high" : "medium",
            azure,
            event.operation().contains("eligible"),
            event.operation().contains("timebound"),
            requested && history.canceled(event.header().correlationId()),
            event.operation().contains("scoped"),
            false,
            conflicting,
            roles(roleId(event), roleName(event), event.newValue("Role.WellKnownObjectName"))));
  }

  private static Set<String> roles(@Nullable String... known) {
    Set<String> roles = new TreeSet<>();
    for (String role : known) {
      if (role != null && !role.isBlank() && !role.equals(UNKNOWN_ROLE)) {
        roles.add(role.strip().toLowerCase(Locale.ROOT));
      }
    }
    return roles;
  }

  private static Target withAppId(Target principal, AuditEvent event) {
    return principal.appId() != null ? principal : Basics.application(event);
  }

  /** The Core Directory record of an assignment that PIM made belongs to the action in PIM. */
  private @Nullable String twinAction(AuditEvent event) {
    Instant time = event.header().time();
    boolean byPim = "MS-PIM".equalsIgnoreCase(event.actor().name());
    return time == null || pim(event) || !byPim
        ? null
        : history.pimAssignmentNear(pair(event), time);
  }

  /** Older interfaces leave the type out; without an id nothing is known of the assignment. */
  private static String azurePrincipal(@Nullable String type, AzureActivity told) {
    if (type != null) {
      return type;
    }
    return told.principalId() == null ? "unknown" : "untyped";
  }

  /** Only people activate a role; a directory object of another kind holds none. */
  private static String unnamed(AuditEvent event) {
    boolean other =
        event.operation().contains("pim activation")
            || event.targets().stream().anyMatch(t -> !t.type().isEmpty() && !role(t));
    return other ? "other" : "unknown";
  }

  private static boolean role(Target target) {
    return List.of("role", "request", "directory", "other")
        .contains(target.type().toLowerCase(Locale.ROOT));
  }

  /** Returns {@code User}, {@code Group}, {@code ServicePrincipal} or {@code unknown}. */
  static String type(String type) {
    String plain = type.replace(" ", "");
    if (plain.equalsIgnoreCase("ServicePrincipal") || plain.equalsIgnoreCase("ManagedIdentity")) {
      return "ServicePrincipal";
    }
    if (plain.equalsIgnoreCase("User")) {
      return "User";
    }
    return plain.equalsIgnoreCase("Group") || plain.equalsIgnoreCase("ForeignGroup")
        ? "Group"
        : "unknown";
  }

  void observe(AzureActivity activity, List<Observation> observations) {
    if (!activity.succeeded() || !activity.operation().equals(AZURE_ASSIGNMENT)) {
      return;
    }
    // the record of the success may lack the request, which the record of the start carries
    AzureActivity told = activity;
    if (activity.principalId() == null) {
      AzureActivity request = history.roleRequest(activity);
      told = request == null ? activity : request;
    }
    String principalType = told.principalType();
    ApplicationObject known = history.object(Redaction.known(told.principalId()));
    String shown =
        known != null ? "ServicePrincipal" : history.principals().type(told.principalId());
    // the request is the caller's own word: it may not turn a known application into a person
    if (principalType == null || "ServicePrincipal".equals(shown)) {
      principalType = shown;
    }
    Roles.Role role = context.roles().withId(told.roleDefinition());
    String roleName = role != null ? role.name() : Basics.or(told.roleDefinition(), UNKNOWN_ROLE);
    String scope = Basics.or(told.scope(), Basics.or(activity.scope(), ""));
    Target principal =
        new Target(
            Basics.or(principalType, ""),
            told.principalId(),
            known == null ? null : known.appId(),
            known == null ? null : known.name());
    List<Target> targets =
        List.of(
            principal,
            new Target("Role", told.roleDefinition(), null, roleName),
            new Target("Scope", scope.isEmpty() ? null : scope, null, null));
    List<Evidence> evidence =
        List.of(
            new Evidence("RoleDefinitionId", null, told.roleDefinition()),
            new Evidence("PrincipalId", null, told.principalId()),
            new Evidence("Scope", null, scope.isEmpty() ? null : scope));
    String correlation = Redaction.known(activity.header().correlationId());
    String key = told.principalId() + "|" + told.roleDefinition() + "|" + scope;
    var basis =
        Basics.basis(
            context,
            activity.header(),
            activity.operation(),
            activity.actor(),
            targets,
            evidence,
            correlation == null ? activity.resource() : correlation,
            key,
            Map.of(
                "role",
                roleName + (scope.isEmpty() ? "" : " on " + scope),
                "vault",
                scope,
                "what",
                "roleAssignments/write"),
            null);
    observations.add(
        new RoleAssignment(
            basis,
            azurePrincipal(principalType, told),
            role != null && role.high() ? "high" : "medium",
            true,
            false,
            false,
            false,
            scope.contains("/resourcegroups/"),
            scope.equals("/"),
            false,
            roles(told.roleDefinition(), roleName)));
    if (VaultObserver.onVault(scope)) {
      observations.add(
          new VaultAccess(
              basis,
              "acl",
              true,
              false,
              false,
              false,
              false,
              false,
              activity.actor().user(),
              false,
              false));
    }
  }
}
