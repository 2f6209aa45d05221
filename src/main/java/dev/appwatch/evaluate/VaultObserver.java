package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Actor;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Target;
import dev.appwatch.model.VaultAccess;
import dev.appwatch.model.VaultEvent;
import dev.appwatch.text.Redaction;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Sees access to Key Vaults and changes of their access settings (row 9). */
final class VaultObserver {

  private static final String POLICY_NOTICE = "vaultaccesspolicychangedeventgridnotification";
  private static final Set<String> SETTINGS_CHANGES = Set.of("vaultput", "vaultpatch");
  private static final Set<String> VAULT_CHANGES =
      Set.of("vaultdelete", "vaultpurge", "vaultrecover");
  private static final Set<String> CONTROL_ACL =
      Set.of(
          "microsoft.keyvault/vaults/write",
          "microsoft.keyvault/vaults/accesspolicies/write",
          "microsoft.keyvault/vaults/accesspolicies/delete");
  private static final Set<String> CONTROL_VAULT =
      Set.of(
          "microsoft.keyvault/vaults/delete",
          "microsoft.keyvault/locations/deletedvaults/purge/action");
  private static final Pattern BELOW_VAULT =
      Pattern.compile("/(accesspolicies|providers/microsoft\\.authorization)/.*$");
  private static final String ROLE_REMOVAL = "microsoft.authorization/roleassignments/delete";

  private final Context context;
  private final History history;

  VaultObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  static boolean changesSettings(String operation) {
    return SETTINGS_CHANGES.contains(operation.toLowerCase(Locale.ROOT));
  }

  /** Returns whether other records decide how to judge this one. */
  static boolean awaitsOthers(VaultEvent event) {
    String operation = event.operation().toLowerCase(Locale.ROOT);
    return event.status() == 401
        || operation.equals(POLICY_NOTICE)
        || SETTINGS_CHANGES.contains(operation);
  }

  /** The correlation id of a vault is chosen by the client, so it identifies nothing. */
  static String action(VaultEvent event) {
    Instant time = event.header().time();
    // exports of tables keep milliseconds of the seven digits that the log has
    return (time == null ? "" : time.truncatedTo(ChronoUnit.MILLIS).toString())
        + "|"
        + event.operation().toLowerCase(Locale.ROOT)
        + "|"
        + name(event.vault())
        + "|"
        + event.requestUri()
        + "|"
        + event.actor().ip()
        + "|"
        + event.actor().id();
  }

  private static String name(String vault) {
    return vault.substring(vault.lastIndexOf('/') + 1);
  }

  private static String name(VaultEvent event) {
    String id = event.header().id();
    return id != null ? id : event.header().time() + " " + event.operation();
  }

  void observe(VaultEvent event, List<Observation> observations) {
    String operation = event.operation().toLowerCase(Locale.ROOT);
    Instant time = event.header().time();
    String kind = kind(operation);
    if (kind.equals("notice")) {
      return;
    }
    boolean answered = time != null && history.succeededSoonAfter(event, time);
    boolean denied = event.status() == 403 || (event.status() == 401 && !answered);
    boolean challenge = kind.equals("challenge") || event.actor().id() == null;
    if (challenge && event.status() == 401 && answered) {
      return; // every connection opens with a challenge that is answered 401
    }
    if (kind.equals("challenge") && event.status() != 401) {
      kind = "data"; // not the challenge any more: somebody got in, or was refused
    }
    VaultEvent earlier = time == null ? null : history.vaultStateBefore(event.vault(), time);
    Map<String, String> before = earlier == null ? null : earlier.state();
    boolean known = before != null && !event.state().isEmpty();
    boolean policyChanged = !event.policyChanges().isEmpty() || operation.equals(POLICY_NOTICE);
    boolean unchanged = known && !policyChanged && event.state().equals(before);
    String action = action(event);
    if (operation.equals(POLICY_NOTICE) && time != null) {
      String change = history.vaultChangeNear(event.vault(), time);
      action = change == null ? action : change;
    }
    Actor actor = event.actor();
    observations.add(
        new VaultAccess(
            Basics.basis(
                context,
                event.header(),
                event.operation(),
                actor,
                targets(event),
                evidence(event, before),
                action,
                kind.equals("acl") ? "acl" : "access",
                Map.of("what", event.operation(), "vault", name(event.vault())),
                unchanged && earlier != null ? name(earlier) : null),
            kind,
            event.status() == 0 || (event.status() >= 200 && event.status() < 300),
            denied,
            unchanged,
            !known && !policyChanged,
            context.regularVaultPrincipal(event.vault(), actor),
            context.unknownAddress(actor.ip()),
            actor.user(),
            context.listed("benign-vault-readers", "app_id", actor.appId()) && kind.equals("read"),
            operation.endsWith("delete") || operation.endsWith("purge")));
  }

  private static String kind(String operation) {
    if (SETTINGS_CHANGES.contains(operation) || operation.equals(POLICY_NOTICE)) {
      return "acl";
    }
    if (VAULT_CHANGES.contains(operation)) {
      return "vault";
    }
    if (operation.equals("authentication")) {
      return "challenge";
    }
    if (operation.endsWith("eventgridnotification")) {
      return "notice";
    }
    return operation.startsWith("vault") ? "read" : "data";
  }

  private static List<Target> targets(VaultEvent event) {
    List<Target> targets = new ArrayList<>();
    targets.add(new Target("Vault", event.vault(), null, name(event.vault())));
    if (event.objectId() != null) {
      targets.add(new Target("Object", event.objectId(), null, null));
    }
    return targets;
  }

  private static List<Evidence> evidence(
      VaultEvent event, @org.jspecify.annotations.Nullable Map<String, String> before) {
    List<Evidence> evidence = new ArrayList<>(event.policyChanges());
    evidence.add(new Evidence("httpStatusCode", null, String.valueOf(event.status())));
    if (event.requestUri() != null) {
      evidence.add(new Evidence("requestUri", null, event.requestUri()));
    }
    if (changesSettings(event.operation())) {
      for (Map.Entry<String, String> setting : new TreeMap<>(event.state()).entrySet()) {
        String old = before == null ? null : before.get(setting.getKey());
        if (!setting.getValue().equals(old)) {
          evidence.add(new Evidence(setting.getKey(), old, setting.getValue()));
        }
      }
    }
    return evidence;
  }

  /** Returns whether the scope of a role is a vault, or something in it. */
  static boolean onVault(String scope) {
    return scope.contains("/providers/microsoft.keyvault/vaults/");
  }

  /** Observes the same changes where the activity log tells them. */
  void observe(AzureActivity activity, List<Observation> observations) {
    boolean acl =
        CONTROL_ACL.contains(activity.operation())
            || (activity.operation().equals(ROLE_REMOVAL) && onVault(activity.resource()));
    if (!activity.succeeded() || (!acl && !CONTROL_VAULT.contains(activity.operation()))) {
      return;
    }
    String vault = BELOW_VAULT.matcher(activity.resource()).replaceFirst("");
    String correlation = Redaction.known(activity.header().correlationId());
    observations.add(
        new VaultAccess(
            Basics.basis(
                context,
                activity.header(),
                activity.operation(),
                activity.actor(),
                List.of(new Target("Vault", vault, null, name(vault))),
                List.of(new Evidence("operationName", null, activity.header().operation())),
                correlation == null ? activity.header().time() + "|" + vault : correlation,
                "activity|" + activity.operation() + "|" + vault,
                Map.of("what", activity.header().operation(), "vault", name(vault)),
                null),
            acl ? "acl" : "vault",
            true,
            false,
            false,
            activity.operation().equals("microsoft.keyvault/vaults/write"),
            context.regularVaultPrincipal(vault, activity.actor()),
            context.unknownAddress(activity.actor().ip()),
            activity.actor().user(),
            false,
            !acl));
  }
}
