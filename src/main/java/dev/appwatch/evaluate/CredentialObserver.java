package dev.appwatch.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.context.Context;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Change;
import dev.appwatch.model.CredentialChange;
import dev.appwatch.model.Observation;
import dev.appwatch.model.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sees credentials that were added (row 1). */
final class CredentialObserver {

  private static final Set<String> CREDENTIAL_OPERATIONS =
      Set.of(
          "update application - certificates and secrets management",
          "create application - certificates and secrets management",
          "add service principal credentials");
  private static final Set<String> UPDATES =
      Set.of("update application", "update service principal");
  private static final Set<String> BOOKKEEPING =
      Set.of("included updated properties", "targetid.serviceprincipalnames");
  // the last part is free text, and may hold commas, equals signs and the other parts' names
  private static final Pattern ENTRY =
      Pattern.compile(
          "\\[?KeyIdentifier=([^,]*),KeyType=([^,]*),KeyUsage=([^,]*),DisplayName=(.*?)\\]?",
          Pattern.DOTALL);
  private static final Pattern IN_CUT_TEXT =
      Pattern.compile("KeyIdentifier=([^,]*),KeyType=([^,]*),KeyUsage=([^,\\]]*)");

  private final Context context;
  private final History history;

  CredentialObserver(Context context, History history) {
    this.context = context;
    this.history = history;
  }

  /** Returns whether records of that operation may tell of credentials. */
  static boolean looksAt(String operation) {
    return CREDENTIAL_OPERATIONS.contains(operation) || UPDATES.contains(operation);
  }

  static boolean looksAt(AuditEvent event) {
    return looksAt(event.operation())
        && (CREDENTIAL_OPERATIONS.contains(event.operation())
            || event.change("KeyDescription").isPresent()
            || event.change("FederatedIdentityCredentials").isPresent());
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.succeeded() || !looksAt(event)) {
      return;
    }
    Change keys = event.change("KeyDescription").orElse(null);
    Change federated = event.change("FederatedIdentityCredentials").orElse(null);
    Map<String, Key> added = new TreeMap<>();
    if (keys != null) {
      added.putAll(keys(keys.newValue()));
      added.keySet().removeAll(keys(keys.oldValue()).keySet());
    }
    if (federated != null) {
      Map<String, Key> now = federated(federated.newValue());
      now.keySet().removeAll(federated(federated.oldValue()).keySet());
      added.putAll(now);
    }
    boolean detailsMissing = added.isEmpty() && detailsMissing(event, keys, federated);
    if (added.isEmpty() && !detailsMissing) {
      return;
    }
    observations.add(change(event, keys, federated, added, detailsMissing));
  }

  private CredentialChange change(
      AuditEvent event,
      @Nullable Change keys,
      @Nullable Change federated,
      Map<String, Key> added,
      boolean detailsMissing) {
    Target app = Basics.application(event);
    Creations.Creation creation =
        history.creations().of(app, event.header(), context.policy().newApplicationMinutes());
    boolean rotation = managedIdentityRotation(event, added.values());
    String proof = creation == null ? null : creation.record();
    boolean createdWith = event.operation().startsWith("create application");
    if (rotation || createdWith) {
      proof = Basics.name(event);
    }
    String old = keys == null ? federated == null ? null : federated.oldValue() : keys.oldValue();
    return new CredentialChange(
        Basics.basis(
            context,
            event,
            List.of(app),
            Basics.evidence(event, "KeyDescription", "FederatedIdentityCredentials"),
            detailsMissing ? "unknown|" + app.id() : String.join(",", added.keySet()),
            Map.of("what", what(added, detailsMissing)),
            proof),
        "[]".equals(old),
        creation != null,
        createdWith,
        detailsMissing,
        added.values().stream().allMatch(key -> context.usualCredentialType(key.type, key.usage)),
        rotation,
        singleSignOnMode(app));
  }

  private static String what(Map<String, Key> added, boolean detailsMissing) {
    if (detailsMissing) {
      return "a credential that the record does not describe";
    }
    if (added.size() > 1) {
      return added.size() + " credentials";
    }
    Key key = added.values().iterator().next();
    String kind =
        switch (key.type.toLowerCase(Locale.ROOT)) {
          case "password" -> "a client secret";
          case "asymmetricx509cert" -> "a certificate";
          case "federated" -> "a federated credential";
          default -> "a credential of type " + key.type;
        };
    return key.name.isBlank() ? kind : kind + " (" + key.name + ")";
  }

  /** A record that only lists changed attributes is the twin of one that has the values. */
  private static boolean detailsMissing(
      AuditEvent event, @Nullable Change keys, @Nullable Change federated) {
    if (!CREDENTIAL_OPERATIONS.contains(event.operation())
        || event.operation().startsWith("create application")) {
      return false;
    }
    if (keys != null) {
      String value = keys.newValue();
      return value != null && !value.equals("[]") && keys(value).isEmpty();
    }
    if (federated != null) {
      return false;
    }
    boolean bookkeepingOnly =
        !event.changes().isEmpty()
            && event.changes().stream()
                .allMatch(c -> BOOKKEEPING.contains(c.property().toLowerCase(Locale.ROOT)));
    return !bookkeepingOnly;
  }

  private static Map<String, Key> keys(@Nullable String value) {
    Map<String, Key> keys = new TreeMap<>();
    for (JsonNode node : JsonText.elements(value).orElse(List.of())) {
      // re-indexed records have objects where the log has text
      if (node.hasNonNull("KeyIdentifier")) {
        keys.put(
            node.path("KeyIdentifier").asText().toLowerCase(Locale.ROOT),
            new Key(
                node.path("KeyType").asText(),
                node.path("KeyUsage").asText(),
                node.path("DisplayName").asText()));
      }
    }
    for (String entry : keys.isEmpty() ? JsonText.texts(value) : List.<String>of()) {
      Matcher matcher = ENTRY.matcher(entry.strip());
      if (matcher.matches()) {
        keys.put(
            matcher.group(1).toLowerCase(Locale.ROOT),
            new Key(matcher.group(2), matcher.group(3), matcher.group(4)));
        continue;
      }
      Matcher cut = IN_CUT_TEXT.matcher(entry);
      while (cut.find()) {
        keys.put(cut.group(1).toLowerCase(Locale.ROOT), new Key(cut.group(2), cut.group(3), ""));
      }
    }
    return keys;
  }

  private static Map<String, Key> federated(@Nullable String value) {
    Map<String, Key> keys = new TreeMap<>();
    for (var node : JsonText.elements(value).orElse(List.of())) {
      List<String> parts = new ArrayList<>();
      for (String name :
          new String[] {"Issuer", "Subject", "Name", "ClaimsMatchingExpressionValue"}) {
        var member = node.get(name);
        if (member == null) {
          member = node.get(name.toLowerCase(Locale.ROOT));
        }
        if (member != null && !member.isNull()) {
          parts.add(member.asText());
        }
      }
      String id = parts.isEmpty() ? node.toString() : String.join("|", parts);
      keys.put("federated|" + id, new Key("Federated", "Verify", String.join(", ", parts)));
    }
    return keys;
  }

  /**
   * Azure renews certificates of managed identities by itself. A display name alone proves nothing,
   * so all signs must be there: the actor, the service principal name and the kind of credential.
   */
  private static boolean managedIdentityRotation(
      AuditEvent event, java.util.Collection<Key> added) {
    String names = event.newValue("TargetId.ServicePrincipalNames");
    return event.actor().application()
        && "Managed Service Identity".equals(event.actor().name())
        && names != null
        && names.contains("https://identity.azure.net/")
        && !added.isEmpty()
        && added.stream().allMatch(key -> key.type.equalsIgnoreCase("AsymmetricX509Cert"));
  }

  private String singleSignOnMode(Target app) {
    for (String id : new String[] {app.appId(), app.id()}) {
      String listed = context.application(id).getOrDefault("single_sign_on_mode", "");
      if (!listed.isBlank()) {
        return listed.strip().toLowerCase(Locale.ROOT);
      }
      ApplicationObject object = history.object(id);
      if (object != null && object.type().equals("ServicePrincipal")) {
        return Basics.or(object.singleSignOnMode(), "none");
      }
    }
    return "unknown";
  }

  private record Key(String type, String usage, String name) {}
}
