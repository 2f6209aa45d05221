package dev.appwatch.normalise;

import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Change;
import dev.appwatch.model.Event;
import dev.appwatch.model.OtherEvent;
import dev.appwatch.model.Position;
import dev.appwatch.model.Target;
import dev.appwatch.text.Operations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unified audit records (Management Activity API, Purview search) of 2020 and of 2023 and later.
 */
final class UnifiedAuditMapper {

  private static final Set<String> OTHER_LOG_ONS =
      Set.of(
          "userloggedin", "userloginfailed", "foreignrealmindexlogoncookiecopyusingdausdprcookie");

  /** Detail that holds the names of a target in the unified audit log, where no property does. */
  private static final String SERVICE_PRINCIPAL_NAMES = "ServicePrincipalNames";

  static final String[] OPERATION = {"Operation", "operation"};
  static final String[] TIME = {"CreationTime", "TimeGenerated", "createdDateTime", "CreationDate"};
  static final String[] WORKLOAD = {"Workload", "OfficeWorkload"};

  private UnifiedAuditMapper() {}

  static Event map(Position position, Fields record) {
    String operation = record.text(OPERATION);
    if (operation == null) {
      throw new InvalidRecordException("The unified audit record names no operation.");
    }
    Fields extended = named(record.objects("ExtendedProperties"));
    String correlation = Ids.clean(record.text("InterSystemsId"));
    if (correlation == null) {
      correlation = Ids.clean(extended.text("correlationId"));
    }
    String time = record.text(TIME);
    var header =
        Headers.header(
            position,
            record.text("Id", "id", "OfficeId"),
            correlation,
            record.text("OrganizationId", "OfficeTenantId", "organizationId"),
            Times.parse(time),
            operation);
    if (!directory(record.textOrEmpty(WORKLOAD), operation)) {
      return new OtherEvent(header, "unified-audit");
    }
    List<Change> changes = new ArrayList<>();
    AuditMapper.addAll(changes, record.objects("ModifiedProperties"));
    return new AuditEvent(
        header,
        Operations.canonical(operation),
        null,
        null,
        Results.succeeded(Fields.first(record.text("ResultStatus"), extended.text("resultType"))),
        extended.textOrEmpty("resultDescription"),
        actor(record, extended),
        targets(record, extended),
        changes,
        details(record, extended));
  }

  /** Mail, files and log-ons are known, but no row of the table looks at them. */
  static boolean directory(String named, String operation) {
    String workload = named.toLowerCase(Locale.ROOT);
    if (OTHER_LOG_ONS.contains(operation.toLowerCase(Locale.ROOT))) {
      return false;
    }
    return workload.isEmpty()
        || workload.equals("azureactivedirectory")
        || workload.equals("generic");
  }

  private static Fields named(List<Fields> pairs) {
    Map<String, @Nullable Object> byName = new LinkedHashMap<>();
    for (Fields pair : pairs) {
      String name = pair.text("Name", "name");
      if (name != null) {
        byName.putIfAbsent(name, pair.members().getOrDefault("Value", pair.members().get("value")));
      }
    }
    return new Fields(byName);
  }

  private static Actor actor(Fields record, Fields extended) {
    String userId = record.textOrEmpty("UserId");
    String upn = userId.contains("@") ? userId : null;
    String user = null;
    String servicePrincipal = null;
    String displayName = null;
    for (Fields entry : record.objects("Actor")) {
      String id = entry.textOrEmpty("ID", "Id", "id");
      String type = entry.textOrEmpty("Type", "type");
      if (id.startsWith("User_")) {
        user = Ids.clean(id.substring("User_".length()));
      } else if (id.startsWith("ServicePrincipal_")) {
        servicePrincipal = Ids.clean(id.substring("ServicePrincipal_".length()));
      } else if (type.equals("5") && upn == null && id.contains("@")) {
        upn = id;
      } else if (type.equals("1")) {
        displayName = id;
      }
    }
    String ip = Ids.address(record.text("ActorIpAddress", "ClientIP", "ClientIp"));
    if (servicePrincipal == null && userId.startsWith("ServicePrincipal_")) {
      servicePrincipal = Ids.clean(userId.substring("ServicePrincipal_".length()));
    }
    if (servicePrincipal != null && upn == null) {
      return new Actor("application", servicePrincipal, displayName, ip, null);
    }
    if (upn != null || user != null) {
      String id = user != null ? user : extended.id("actorObjectId");
      return new Actor("user", id, upn != null ? upn : displayName, ip, null);
    }
    String name = displayName != null ? displayName : Ids.clean(userId) == null ? null : userId;
    return name == null && ip == null
        ? Actor.UNKNOWN
        : new Actor(displayName != null ? "application" : "unknown", null, name, ip, null);
  }

  private static List<Target> targets(Fields record, Fields extended) {
    List<Target> targets = new ArrayList<>();
    Target first = flatTarget(record.objects("Target"));
    if (first != null) {
      targets.add(first);
    }
    for (Fields more : extended.objects("additionalTargets")) {
      String type = more.textOrEmpty("ObjectClass");
      targets.add(
          new Target(
              type,
              more.id("ObjectID"),
              more.id("AppId"),
              more.text("DisplayName", "UPN", "Name")));
    }
    return targets;
  }

  /**
   * The list is one target told in typed ids: {@code Type_<object id>} first, then the object id
   * alone, the type word, display name (1), application id (2), user principal name (5).
   */
  private static @Nullable Target flatTarget(List<Fields> entries) {
    if (entries.isEmpty()) {
      return null;
    }
    String type = "";
    String objectId = null;
    String appId = null;
    String name = null;
    boolean upn = false;
    for (Fields entry : entries) {
      String id = entry.textOrEmpty("ID", "Id", "id");
      String kind = entry.textOrEmpty("Type", "type");
      int underscore = id.indexOf('_');
      if (objectId == null && kind.equals("2") && underscore > 0) {
        type = id.substring(0, underscore);
        objectId = Ids.clean(id.substring(underscore + 1));
      } else if (kind.equals("2") && Ids.isGuid(id)) {
        String guid = id.toLowerCase(Locale.ROOT);
        if (objectId == null) {
          objectId = guid;
        } else if (!guid.equals(objectId)) {
          appId = guid;
        }
      } else if (kind.equals("2") && type.isEmpty() && !id.isBlank()) {
        type = id;
      } else if ((kind.equals("1") || kind.equals("5")) && name == null) {
        name = id;
        upn = kind.equals("5");
      }
    }
    if (type.isEmpty() && upn) {
      type = "User";
    }
    return new Target(type, objectId, appId, name);
  }

  private static Map<String, String> details(Fields record, Fields extended) {
    Map<String, String> details = new LinkedHashMap<>();
    String names = record.text("ObjectId");
    for (Fields entry : record.objects("Target")) {
      if (entry.textOrEmpty("Type", "type").equals("4")) {
        names = entry.text("ID", "Id", "id");
      }
    }
    if (names != null) {
      details.put(SERVICE_PRINCIPAL_NAMES, names);
    }
    for (Map.Entry<String, @Nullable Object> entry :
        extended.object("additionalDetails").members().entrySet()) {
      String value = Fields.scalar(entry.getValue());
      if (value != null) {
        details.put(entry.getKey(), value);
      }
    }
    return details;
  }
}
