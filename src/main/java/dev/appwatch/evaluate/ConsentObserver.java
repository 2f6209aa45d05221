package dev.appwatch.evaluate;

import dev.appwatch.context.Apis.Api;
import dev.appwatch.context.Context;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Consent;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Target;
import dev.appwatch.text.Redaction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Sees consents, given or stopped (rows 5, 10 and 11). */
final class ConsentObserver {

  static final String OPERATION = "consent to application";

  /**
   * The row that an administrator's grant meets; a consent tells of it only where no grant does.
   */
  static final String GRANTS_OF_ADMINISTRATORS = "APP-PERM-02";

  private static final String OFFLINE_ACCESS = "offline_access";
  private static final Api UNKNOWN_API = new Api(null, "", "unknown");
  private static final String RISKY = "risky application detected";

  private final Context context;
  private final History history;

  ConsentObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.operation().equals(OPERATION)) {
      return;
    }
    Target app = Basics.application(event);
    ConsentText text = ConsentText.of(event.newValue("ConsentAction.Permissions"));
    List<String> added = text.added();
    List<Added> watched = watched(text);
    boolean risky = RISKY.equals(lower(event.newValue("ConsentAction.Reason")));
    boolean blocked =
        !event.succeeded()
            && (risky
                || blockedForRisk(event.resultReason())
                || blockedForRisk(event.newValue("MethodExecutionResult")));
    String administrator = truth(event.newValue("ConsentContext.IsAdminConsent"));
    var permissions = context.permissions();
    observations.add(
        new Consent(
            Basics.basis(
                context,
                event,
                List.of(app),
                Basics.evidence(
                    event,
                    "ConsentContext.IsAdminConsent",
                    "ConsentContext.OnBehalfOfAll",
                    "ConsentAction.Permissions",
                    "ConsentAction.Reason",
                    "MethodExecutionResult"),
                "consent|" + app.id(),
                Map.of("what", added.isEmpty() ? "permissions not named" : String.join(" ", added)),
                text.unchanged() ? Basics.name(event) : null),
            event.succeeded(),
            blocked,
            administrator,
            truth(event.newValue("ConsentContext.OnBehalfOfAll")).equals("true"),
            text.unchanged(),
            any(watched, (scope, api) -> permissions.privilegedScope(scope, api.appId())),
            any(watched, (scope, api) -> api.appId() == null && permissions.ambiguousScope(scope)),
            any(
                watched,
                (scope, api) ->
                    !scope.equalsIgnoreCase(OFFLINE_ACCESS) // no risk by itself
                        && permissions.watchedForUsers(scope)),
            added.stream().anyMatch(scope -> scope.equalsIgnoreCase(OFFLINE_ACCESS)),
            context.suspiciousName(app.name()),
            event.succeeded() && administrator.equals("true") && risky,
            history.hasAdministratorGrant(event.header().correlationId()),
            added));
  }

  /** The scopes that were added on an API. */
  private record Added(Api api, Set<String> scopes) {}

  /** Returns what was added, APIs whose id is ordinary left out. */
  private List<Added> watched(ConsentText text) {
    return text.addedByApi().entrySet().stream()
        .map(added -> new Added(api(added.getKey()), added.getValue()))
        .filter(added -> added.api().sensitive() || added.api().appId() == null)
        .toList();
  }

  private static boolean any(List<Added> watched, BiPredicate<String, Api> test) {
    return watched.stream()
        .anyMatch(added -> added.scopes().stream().anyMatch(s -> test.test(s, added.api())));
  }

  /** The text has the object id of an API, which only inventory, lists and grants explain. */
  private Api api(String objectId) {
    if (Redaction.known(objectId) == null) {
      return UNKNOWN_API;
    }
    ApplicationObject object = history.object(objectId);
    String appId =
        object != null ? object.appId() : lower(context.application(objectId).get("app_id"));
    if (Redaction.known(appId) != null) {
      return context.apis().resolve(new Target("ServicePrincipal", objectId, appId, null), null);
    }
    History.NamedApi granted = history.api(objectId);
    return granted == null
        ? UNKNOWN_API
        : context.apis().resolve(granted.target(), granted.names());
  }

  /** The guide prints the reason with another case, a plural and a line break: compare the stem. */
  private static boolean blockedForRisk(@Nullable String reason) {
    return reason != null
        && reason
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z]", "")
            .contains("userconsentblockedforriskyapps");
  }

  private static String truth(@Nullable String value) {
    String word = lower(value);
    if ("true".equals(word)) {
      return "true";
    }
    return "false".equals(word) ? "false" : "unknown";
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.strip().toLowerCase(Locale.ROOT);
  }
}
