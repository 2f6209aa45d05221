package dev.appwatch.normalise;

import dev.appwatch.model.Actor;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.Position;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Azure activity records: diagnostic settings, Log Analytics and the management REST shape. */
final class ActivityMapper {

  private static final String OBJECT_ID =
      "http://schemas.microsoft.com/identity/claims/objectidentifier";
  private static final String TENANT = "http://schemas.microsoft.com/identity/claims/tenantid";
  private static final String UPN = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

  private static final Map<String, String> OPERATIONS =
      Map.of(
          "create role assignment", "Microsoft.Authorization/roleAssignments/write",
          "delete role assignment", "Microsoft.Authorization/roleAssignments/delete",
          "update key vault", "Microsoft.KeyVault/vaults/write",
          "delete key vault", "Microsoft.KeyVault/vaults/delete");

  private ActivityMapper() {}

  static Event map(Position position, Fields record) {
    String operation = valued(record, "operationName", "OperationNameValue", "OperationName");
    if (operation == null) {
      throw new InvalidRecordException("The activity record names no operation.");
    }
    // older rows of the table have the name for people only
    operation = OPERATIONS.getOrDefault(operation.toLowerCase(Locale.ROOT), operation);
    Fields properties = content(record.filled("properties", "Properties_d", "Properties"));
    Fields authorization = record.object("identity").object("authorization");
    if (authorization.isEmpty()) {
      authorization = record.filled("authorization", "Authorization_d", "Authorization");
    }
    Fields claims = record.object("identity").object("claims");
    if (claims.isEmpty()) {
      claims = content(record.filled("claims", "Claims_d", "Claims"));
    }
    Map<String, @Nullable Object> answer = body(properties, "responsebody");
    Map<String, @Nullable Object> asked = body(properties, "requestbody");
    String answered = principalType(new Fields(answer));
    // members of the request win over those of the answer; either may be missing or cut
    Map<String, @Nullable Object> merged = new LinkedHashMap<>(answer);
    merged.putAll(asked);
    Fields request = new Fields(merged);
    String scope = lower(anyCase(request, "scope"));
    String resource =
        lower(
            Fields.first(
                record.text("resourceId", "_ResourceId", "ResourceId", "resourceUri"),
                authorization.text("scope")));
    String assigned = assignmentScope(resource);
    return new AzureActivity(
        Headers.header(
            position,
            Fields.first(record.text("eventDataId", "EventDataId"), properties.text("eventDataId")),
            record.text("correlationId", "CorrelationId"),
            Fields.first(Ids.tenant(record), claims.text(TENANT)),
            Times.parse(record.text("time", "eventTimestamp", "TimeGenerated")),
            operation),
        operation.strip().toLowerCase(Locale.ROOT),
        succeeded(record),
        actor(record, claims),
        resource == null ? "" : resource,
        lastSegment(anyCase(request, "roleDefinitionId")),
        Ids.clean(anyCase(request, "principalId")),
        Fields.first(answered, principalType(request)),
        Fields.first(scope, Fields.first(assigned, lower(authorization.text("scope")))));
  }

  private static @Nullable String valued(Fields record, String... names) {
    for (String name : names) {
      String text = Fields.first(record.text(name), record.object(name).text("value"));
      if (text != null) {
        return text;
      }
    }
    return null;
  }

  /** One operation writes a record at start, one when accepted and one at the end. */
  private static boolean succeeded(Fields record) {
    String status = valued(record, "resultType", "status", "ActivityStatusValue", "ActivityStatus");
    if (status == null) {
      return false;
    }
    String word = status.strip().toLowerCase(Locale.ROOT);
    return word.equals("success") || word.equals("succeeded");
  }

  private static Actor actor(Fields record, Fields claims) {
    String ip =
        Ids.address(
            Fields.first(
                record.text("callerIpAddress", "CallerIpAddress"),
                Fields.first(
                    claims.text("ipaddr"),
                    record.object("httpRequest", "HTTPRequest").text("clientIpAddress"))));
    String caller = Fields.first(claims.text(UPN, "upn"), record.text("caller", "Caller"));
    String oid = Ids.clean(claims.text(OBJECT_ID, "oid"));
    String appId = Ids.clean(claims.text("appid"));
    if (caller != null && caller.contains("@")) {
      return new Actor("user", oid, caller, ip, appId);
    }
    String id = oid != null ? oid : Ids.clean(caller);
    return id == null && appId == null
        ? Actor.UNKNOWN
        : new Actor("application", id, appId, ip, appId);
  }

  /** PowerShell's objects keep dictionaries one level down. */
  private static Fields content(Fields dictionary) {
    Fields content = dictionary.object("content", "Content");
    return content.isEmpty() ? dictionary : content;
  }

  /** Returns what a body says, by the names of its members in lower case. */
  private static Map<String, @Nullable Object> body(Fields properties, String name) {
    Map<String, @Nullable Object> said = new LinkedHashMap<>();
    for (String member : properties.members().keySet()) {
      if (member.equalsIgnoreCase(name)) {
        Fields body = properties.object(member);
        Fields inner = body.objectIgnoringCase("properties");
        for (Map.Entry<String, @Nullable Object> entry :
            (inner.isEmpty() ? body : inner).members().entrySet()) {
          if (entry.getValue() != null) {
            said.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue());
          }
        }
      }
    }
    return said;
  }

  /**
   * Whoever asks may write any word, and several interfaces have their own for one kind: what is
   * not known to name a kind counts as if none was named.
   */
  private static @Nullable String principalType(Fields body) {
    String word = anyCase(body, "principalType");
    if (word == null) {
      return null;
    }
    return switch (word.replace(" ", "").toLowerCase(Locale.ROOT)) {
      case "user" -> "User";
      case "group", "foreigngroup" -> "Group";
      case "serviceprincipal", "managedidentity", "msi", "application" -> "ServicePrincipal";
      default -> null;
    };
  }

  private static @Nullable String anyCase(Fields fields, String name) {
    return fields.textIgnoringCase(name);
  }

  private static @Nullable String assignmentScope(@Nullable String resource) {
    if (resource == null) {
      return null;
    }
    int at = resource.indexOf("/providers/microsoft.authorization/roleassignments");
    return at < 0 ? null : at == 0 ? "/" : resource.substring(0, at);
  }

  private static @Nullable String lastSegment(@Nullable String id) {
    return id == null ? null : Ids.clean(id.substring(id.lastIndexOf('/') + 1));
  }

  private static @Nullable String lower(@Nullable String text) {
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** Returns whether the record is an activity record of any of the three shapes. */
  static boolean recognises(Map<String, @Nullable Object> members) {
    return Fields.filled(members.get("OperationNameValue"))
        || (members.containsKey("eventTimestamp")
            && (members.containsKey("eventDataId") || members.containsKey("authorization")))
        || members.get("operationName") instanceof Map<?, ?>;
  }
}
