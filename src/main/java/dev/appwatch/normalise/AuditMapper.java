package dev.appwatch.normalise;

import dev.appwatch.model.Actor;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Change;
import dev.appwatch.model.Event;
import dev.appwatch.model.Position;
import dev.appwatch.model.Target;
import dev.appwatch.text.Operations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Directory audit records of Microsoft Graph, diagnostic settings and Log Analytics: the same
 * members, in camel case or Pascal case, native or as JSON text.
 */
final class AuditMapper {

  static final String[] OPERATION = {
    "activityDisplayName", "ActivityDisplayName", "operationName", "OperationName"
  };
  static final String[] TIME = {
    "activityDateTime", "ActivityDateTime", "createdDateTime", "TimeGenerated"
  };

  private AuditMapper() {}

  /**
   * Maps one record.
   *
   * @param audit the members of the audit record itself
   * @param outer the envelope around it, or the record itself where there is none
   */
  static Event map(Position position, Fields audit, Fields outer) {
    String operation = audit.text(OPERATION);
    if (operation == null) {
      operation = outer.text("operationName", "OperationName");
    }
    if (operation == null) {
      throw new InvalidRecordException("The audit record names no activity.");
    }
    String time = audit.text(TIME);
    String reason = audit.text("resultReason", "ResultReason");
    if (reason == null) {
      reason = audit.text("resultDescription", "ResultDescription");
    }
    if (reason == null) {
      reason = outer.textOrEmpty("resultDescription");
    }
    Actor actor = actor(audit.object("initiatedBy", "InitiatedBy"), outer);
    return new AuditEvent(
        Headers.header(
            position,
            audit.text("id", "Id"),
            Fields.first(audit.text("correlationId", "CorrelationId"), outer.text("correlationId")),
            tenant(audit, outer),
            Times.parse(time != null ? time : outer.text("time")),
            operation),
        Operations.canonical(operation),
        audit.text("loggedByService", "LoggedByService"),
        audit.text("category", "Category"),
        succeeded(audit, outer),
        reason,
        actor,
        targets(audit),
        changes(audit),
        details(audit, outer));
  }

  private static @Nullable String tenant(Fields audit, Fields outer) {
    String tenant = Fields.first(Ids.tenant(outer), Ids.tenant(audit));
    if (tenant != null) {
      return tenant;
    }
    return Ids.tenantOf(outer.text("resourceId", "ResourceId", "_ResourceId"));
  }

  /** The envelope tells the result only where the record itself does not. */
  private static boolean succeeded(Fields audit, Fields outer) {
    String result = Fields.first(audit.text("result", "Result"), outer.text("result"));
    if (result == null) {
      String type = Ids.clean(outer.text("resultType"));
      String signature = Ids.clean(outer.text("resultSignature"));
      result = type != null ? type : signature;
    }
    return Results.succeeded(result);
  }

  static Actor actor(Fields initiatedBy, Fields outer) {
    Fields user = initiatedBy.object("user", "User");
    Fields app = initiatedBy.object("app", "App");
    String ip = Ids.address(user.text("ipAddress", "IpAddress"));
    if (ip == null) {
      ip = Ids.address(outer.text("callerIpAddress", "CallerIpAddress"));
    }
    if (user.text("id", "userPrincipalName", "displayName") != null) {
      return new Actor(
          "user",
          user.id("id"),
          user.text("userPrincipalName", "displayName"),
          ip,
          app.id("appId"));
    }
    if (app.text("servicePrincipalId", "displayName", "appId", "servicePrincipalName") != null) {
      return new Actor(
          "application",
          app.id("servicePrincipalId"),
          app.text("displayName", "servicePrincipalName"),
          ip,
          app.id("appId"));
    }
    return ip == null ? Actor.UNKNOWN : new Actor("unknown", null, null, ip, null);
  }

  private static List<Target> targets(Fields audit) {
    List<Target> targets = new ArrayList<>();
    for (Fields target : audit.objects("targetResources", "TargetResources")) {
      String type = target.textIgnoringCase("type");
      if (type == null && target.textIgnoringCase("userPrincipalName") != null) {
        type = "User";
      } else if (type == null && target.textIgnoringCase("groupType") != null) {
        type = "Group";
      }
      String upn = target.textIgnoringCase("userPrincipalName");
      String name = target.textIgnoringCase("displayName");
      String id = Ids.clean(target.textIgnoringCase("id"));
      boolean user = type != null && type.equalsIgnoreCase("User");
      targets.add(
          new Target(type == null ? "" : type, id, null, user ? Fields.first(upn, name) : name));
    }
    return targets;
  }

  private static List<Change> changes(Fields audit) {
    List<Change> changes = new ArrayList<>();
    for (Fields target : audit.objects("targetResources", "TargetResources")) {
      addAll(changes, target.objects("modifiedProperties", "ModifiedProperties"));
    }
    addAll(changes, audit.objects("targetUpdatedProperties")); // the shape of 2018
    return changes;
  }

  static void addAll(List<Change> changes, List<Fields> properties) {
    for (Fields property : properties) {
      String name = property.textIgnoringCase("displayName");
      if (name == null) {
        name = property.textIgnoringCase("name");
      }
      if (name != null) {
        changes.add(
            new Change(
                propertyName(name),
                Values.canonical(property.ignoringCase("oldValue")),
                Values.canonical(property.ignoringCase("newValue"))));
      }
    }
  }

  private static String propertyName(String name) {
    String plain = name.strip();
    return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
  }

  private static Map<String, String> details(Fields audit, Fields outer) {
    Map<String, String> details = new LinkedHashMap<>();
    for (Fields detail : audit.objects("additionalDetails", "AdditionalDetails")) {
      String key = detail.textIgnoringCase("key");
      String value = detail.textIgnoringCase("value");
      if (key != null && value != null) {
        details.putIfAbsent(key, value);
      }
    }
    String userAgent = Fields.first(audit.text("userAgent"), outer.text("userAgent"));
    if (userAgent != null) {
      details.putIfAbsent("User-Agent", userAgent);
    }
    String operationType = audit.text("operationType", "AADOperationType", "aadOperationType");
    if (operationType != null) {
      details.putIfAbsent("operationType", operationType.toLowerCase(Locale.ROOT));
    }
    return details;
  }
}
