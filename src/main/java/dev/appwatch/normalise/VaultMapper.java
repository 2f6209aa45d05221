package dev.appwatch.normalise;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Event;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Position;
import dev.appwatch.model.VaultEvent;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Key Vault records: diagnostic settings, AZKVAuditLogs and the older AzureDiagnostics table. */
final class VaultMapper {

  private static final String CLAIM = "http://schemas.microsoft.com/identity/claims/";
  private static final String SOAP_CLAIM = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
  private static final List<String> SETTINGS =
      List.of(
          "networkAcls",
          "enableRbacAuthorization",
          "publicNetworkAccess",
          "accessPolicies",
          "enabledForDeployment",
          "enabledForDiskEncryption",
          "enabledForTemplateDeployment");

  private VaultMapper() {}

  static Event map(Position position, Fields record) {
    Fields properties = record.object("properties", "Properties");
    String operation = record.text("operationName", "OperationName");
    if (operation == null) {
      throw new InvalidRecordException("The Key Vault record names no operation.");
    }
    String requestUri =
        Fields.first(properties.text("requestUri"), record.text("RequestUri", "requestUri_s"));
    String objectId = Fields.first(properties.text("id"), record.text("id_s", "Id"));
    String correlation = record.text("correlationId", "CorrelationId");
    return new VaultEvent(
        Headers.header(
            position,
            correlation, // the record has no id of its own
            correlation,
            Fields.first(Ids.tenant(record), claims(record).text("tid", CLAIM + "tenantid")),
            Times.parse(record.text("time", "TimeGenerated")),
            operation),
        operation.strip(),
        vault(record, requestUri, objectId),
        status(record, properties),
        actor(record),
        objectId,
        requestUri,
        Fields.first(properties.text("clientInfo"), record.text("ClientInfo", "clientInfo_s")),
        state(record, properties),
        policyChanges(record, properties));
  }

  private static Fields claims(Fields record) {
    Fields identity = record.object("identity", "Identity");
    Fields claim = identity.object("claim");
    return claim.isEmpty() ? identity : claim;
  }

  private static Actor actor(Fields record) {
    Fields claims = claims(record);
    String ip = Ids.address(record.text("callerIpAddress", "CallerIpAddress", "CallerIPAddress"));
    String upn =
        Fields.first(
            claims.text("upn", SOAP_CLAIM + "upn", "unique_name", SOAP_CLAIM + "name"),
            record.text(
                "identity_claim_upn_s",
                "identity_claim_http_schemas_xmlsoap_org_ws_2005_05_identity_claims_upn_s",
                "identity_claim_unique_name_s",
                "identity_claim"));
    String oid =
        Ids.clean(
            Fields.first(
                claims.text("oid", CLAIM + "objectidentifier"),
                record.text(
                    "identity_claim_oid_g",
                    "identity_claim_http_schemas_microsoft_com_identity_claims_objectidentifier_g")));
    String appId =
        Ids.clean(Fields.first(claims.text("appid"), record.text("identity_claim_appid_g")));
    if (upn != null && upn.contains("@")) {
      return new Actor("user", oid, upn, ip, appId);
    }
    if (oid != null || appId != null) {
      return new Actor("application", oid, Fields.first(upn, appId), ip, appId);
    }
    return ip == null ? Actor.UNKNOWN : new Actor("unknown", null, null, ip, null);
  }

  private static String vault(
      Fields record, @Nullable String requestUri, @Nullable String objectId) {
    String resource = record.text("resourceId", "_ResourceId", "ResourceId");
    if (resource != null) {
      return resource.toLowerCase(Locale.ROOT);
    }
    for (String address : new String[] {objectId, requestUri}) {
      String host = host(address);
      if (host != null) {
        return host;
      }
    }
    return record.textOrEmpty("Resource").toLowerCase(Locale.ROOT);
  }

  private static @Nullable String host(@Nullable String address) {
    try {
      String host = address == null ? null : URI.create(address).getHost();
      return host == null ? null : host.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return null; // the address is the caller's text
    }
  }

  /** The result type says Success for refused calls too: only the status tells the truth. */
  private static int status(Fields record, Fields properties) {
    String status =
        Fields.first(
            properties.text("httpStatusCode"),
            record.text("HttpStatusCode", "httpStatusCode_d", "httpStatusCode"));
    if (status != null) {
      try {
        return (int) Double.parseDouble(status);
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    String signature =
        record.textOrEmpty("resultSignature", "ResultSignature").toLowerCase(Locale.ROOT);
    return switch (signature.replace(" ", "")) {
      case "ok", "accepted", "created", "nocontent" -> 200;
      case "unauthorized" -> 401;
      case "forbidden" -> 403;
      case "notfound" -> 404;
      case "conflict" -> 409;
      case "badrequest" -> 400;
      default -> 0;
    };
  }

  private static Map<String, String> state(Fields record, Fields properties) {
    Map<String, String> state = new TreeMap<>();
    Fields vault = properties.object("properties");
    if (vault.isEmpty()) {
      vault = record.object("VaultProperties");
    }
    for (String setting : SETTINGS) {
      if (vault.has(setting)) {
        state.put(setting, String.valueOf(Values.canonical(vault.members().get(setting))));
      }
    }
    return state;
  }

  private static List<Evidence> policyChanges(Fields record, Fields properties) {
    List<Evidence> changes = new ArrayList<>();
    for (Fields fields : List.of(properties, properties.object("properties"), record)) {
      Object added = fields.ignoringCase("addedAccessPolicy");
      Object removed = fields.ignoringCase("removedAccessPolicy");
      if (added != null) {
        changes.add(new Evidence("addedAccessPolicy", null, Values.canonical(added)));
      }
      if (removed != null) {
        changes.add(new Evidence("removedAccessPolicy", Values.canonical(removed), null));
      }
    }
    for (Map.Entry<String, @Nullable Object> column : record.members().entrySet()) {
      String name = column.getKey();
      String value = Fields.scalar(column.getValue());
      if (value == null || value.isBlank() || value.equals("None")) {
        continue;
      }
      if (name.startsWith("addedAccessPolicy_")) {
        changes.add(new Evidence(name, null, value));
      } else if (name.startsWith("removedAccessPolicy_")) {
        changes.add(new Evidence(name, value, null));
      }
    }
    return changes;
  }
}
