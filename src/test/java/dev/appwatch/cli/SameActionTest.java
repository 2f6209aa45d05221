package dev.appwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Finding;
import dev.appwatch.rules.RuleBookLoader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One action, told by every log that carries it, is one finding for each row. */
final class SameActionTest {

  private static final String TENANT = "11111111-1111-4111-8111-111111111111";
  private static final String CORRELATION = "7d0d2a52-0000-4000-8000-000000000001";
  private static final String TIME = "2026-03-04T10:00:00";
  private static final String GRAPH = "00000003-0000-0000-c000-000000000000";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final PackJudge JUDGE =
      new PackJudge(Path.of("rules"), RuleBookLoader.load(Path.of("rules")));

  /** An action: its operation, its first target, the properties and the rows that it meets. */
  private record Action(
      String operation,
      String type,
      String id,
      String name,
      @Nullable String appId,
      Map<String, String> properties,
      List<String> rows) {

    @Override
    public String toString() {
      return operation;
    }
  }

  static List<Action> actions() {
    String client = "cccccccc-0000-4000-8000-000000000003";
    Map<String, String> grant = new LinkedHashMap<>();
    grant.put("AppRole.Id", "19dbc75e-c2e2-444c-a770-ec69d8559fc7");
    grant.put("AppRole.Value", "Directory.ReadWrite.All");
    grant.put("ServicePrincipal.ObjectID", client);
    grant.put("ServicePrincipal.DisplayName", "Invoice Sync");
    grant.put("TargetId.ServicePrincipalNames", GRAPH + ";https://graph.microsoft.com");
    Map<String, String> scope = new LinkedHashMap<>();
    scope.put("DelegatedPermissionGrant.Scope", " Mail.ReadWrite");
    scope.put("DelegatedPermissionGrant.ConsentType", "AllPrincipals");
    scope.put("ServicePrincipal.ObjectID", client);
    scope.put("TargetId.ServicePrincipalNames", GRAPH);
    Map<String, String> owner = new LinkedHashMap<>();
    owner.put("Application.ObjectID", "eeeeeeee-0000-4000-8000-000000000005");
    owner.put("Application.DisplayName", "Invoice Sync");
    owner.put("Application.AppId", "dddddddd-0000-4000-8000-000000000004");
    Map<String, String> role = new LinkedHashMap<>();
    role.put("Role.DisplayName", "Company Administrator");
    role.put("Role.TemplateId", "62e90394-69f5-4237-9190-012177145e10");
    Map<String, String> consent = new LinkedHashMap<>();
    consent.put("ConsentContext.IsAdminConsent", "False");
    consent.put("ConsentContext.OnBehalfOfAll", "False");
    consent.put(
        "ConsentAction.Permissions",
        "[] => [[Id: x, ClientId: y, ResourceId: z, ConsentType: Principal, Scope: Mail.Read]]; ");
    Map<String, String> key = new LinkedHashMap<>();
    key.put(
        "KeyDescription",
        "[\"[KeyIdentifier=k1,KeyType=Password,KeyUsage=Verify,DisplayName=a, b=c]\"]");
    Map<String, String> uri = new LinkedHashMap<>();
    uri.put("AppAddress", "[{\"AddressType\":0,\"Address\":\"http://x.example/cb\"}]");
    Map<String, String> identifier = new LinkedHashMap<>();
    identifier.put("AppIdentifierUri", "[\"api://x\"]");
    String graph = "99999999-0000-4000-8000-000000000009";
    String app = "eeeeeeee-0000-4000-8000-000000000005";
    return List.of(
        new Action(
            "Add app role assignment to service principal",
            "ServicePrincipal",
            graph,
            "Microsoft Graph",
            GRAPH,
            grant,
            List.of("APP-PERM-01", "APP-PERM-02", "APP-PERM-03")),
        new Action(
            "Add delegated permission grant",
            "ServicePrincipal",
            graph,
            "Microsoft Graph",
            GRAPH,
            scope,
            List.of("APP-PERM-02", "APP-PERM-03", "APP-PERM-05")),
        new Action(
            "Add owner to application",
            "User",
            "bbbbbbbb-0000-4000-8000-000000000002",
            "bob@contoso.com",
            null,
            owner,
            List.of("APP-OWNER-01")),
        new Action(
            "Add member to role",
            "ServicePrincipal",
            client,
            "Invoice Sync",
            null,
            role,
            List.of("APP-ROLE-01")),
        new Action(
            "Consent to application",
            "ServicePrincipal",
            client,
            "Invoice Sync",
            null,
            consent,
            List.of("CONSENT-USER-01")),
        new Action(
            "Update application \u2013 Certificates and secrets management ",
            "Application",
            app,
            "Invoice Sync",
            null,
            key,
            List.of("APP-CRED-01")),
        new Action(
            "Update application",
            "Application",
            app,
            "Invoice Sync",
            null,
            uri,
            List.of("APP-URI-02")),
        new Action(
            "Update application",
            "Application",
            app,
            "Invoice Sync",
            null,
            identifier,
            List.of("APP-IDURI-01")));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void isOneFindingOfEachRow(Action action) throws IOException {
    List<Map<String, @Nullable Object>> shapes =
        List.of(
            graph(action),
            diagnostic(action),
            logAnalytics(action),
            unified(action),
            csv(action),
            elastic(action),
            elasticUnified(action));

    List<Finding> together = alerts(shapes);

    assertThat(together.stream().map(Finding::rule).sorted().toList()).isEqualTo(action.rows());
    assertThat(together).allSatisfy(finding -> assertThat(finding.events()).hasSize(7));
    for (Map<String, @Nullable Object> shape : shapes) {
      assertThat(new TreeSet<>(alerts(List.of(shape)).stream().map(Finding::id).toList()))
          .as("ids from %s", shape.keySet())
          .isEqualTo(new TreeSet<>(together.stream().map(Finding::id).toList()));
    }
  }

  private static List<Finding> alerts(List<Map<String, @Nullable Object>> records) {
    var differences = JsonNodeFactory.instance.objectNode();
    differences.putObject("policy").put("tenant", TENANT);
    return JUDGE.judge(records, differences, null).stream()
        .filter(finding -> finding.disposition() == Disposition.ALERT)
        .toList();
  }

  private static Map<String, @Nullable Object> graph(Action action) throws IOException {
    List<Object> properties = new ArrayList<>();
    for (Map.Entry<String, String> property : action.properties().entrySet()) {
      boolean array = property.getValue().startsWith("[\"") || property.getValue().startsWith("[{");
      properties.add(
          Map.of(
              "displayName",
              property.getKey(),
              "newValue",
              array ? property.getValue() : JSON.writeValueAsString(property.getValue())));
    }
    Map<String, @Nullable Object> target = new LinkedHashMap<>();
    target.put("id", action.id());
    target.put("type", action.type());
    target.put(action.type().equals("User") ? "userPrincipalName" : "displayName", action.name());
    target.put("modifiedProperties", properties);
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("id", "Directory_1");
    record.put("activityDisplayName", action.operation());
    record.put("activityDateTime", TIME + ".1234567Z");
    record.put("correlationId", CORRELATION);
    record.put("category", "ApplicationManagement");
    record.put("loggedByService", "Core Directory");
    record.put("result", "success");
    record.put(
        "initiatedBy",
        Map.of(
            "user",
            Map.of(
                "id",
                "aaaaaaaa-0000-4000-8000-000000000001",
                "userPrincipalName",
                "ada@contoso.com")));
    record.put("targetResources", List.of(target));
    record.put("additionalDetails", List.of());
    return record;
  }

  private static Map<String, @Nullable Object> diagnostic(Action action) throws IOException {
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("time", TIME + ".1234567Z");
    record.put("category", "AuditLogs");
    record.put("operationName", action.operation());
    record.put("tenantId", TENANT.toUpperCase(java.util.Locale.ROOT));
    record.put("callerIpAddress", "203.0.113.9");
    record.put("properties", graph(action));
    return record;
  }

  private static Map<String, @Nullable Object> logAnalytics(Action action) throws IOException {
    Map<String, @Nullable Object> graph = graph(action);
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("TimeGenerated", TIME + ".1234567Z");
    record.put("OperationName", action.operation());
    record.put("Id", "Directory_1");
    record.put("CorrelationId", CORRELATION);
    record.put("Result", "success");
    record.put("AADTenantId", TENANT);
    record.put("TenantId", "the-workspace");
    record.put("InitiatedBy", JSON.writeValueAsString(graph.get("initiatedBy")));
    record.put("TargetResources", JSON.writeValueAsString(graph.get("targetResources")));
    record.put("AdditionalDetails", "[]");
    record.put("Type", "AuditLogs");
    return record;
  }

  private static Map<String, @Nullable Object> unified(Action action) throws IOException {
    List<Object> properties = new ArrayList<>();
    for (Map.Entry<String, String> property : action.properties().entrySet()) {
      String value = property.getValue();
      boolean array = value.startsWith("[\"") || value.startsWith("[{");
      properties.add(
          Map.of(
              "Name",
              property.getKey(),
              "NewValue",
              array ? JSON.readTree(value).toPrettyString().replace("\n", "\r\n") : value,
              "OldValue",
              ""));
    }
    List<Object> target = new ArrayList<>();
    target.add(Map.of("ID", action.type() + "_" + action.id(), "Type", 2));
    target.add(Map.of("ID", action.id(), "Type", 2));
    target.add(Map.of("ID", action.type(), "Type", 2));
    target.add(Map.of("ID", action.name(), "Type", action.type().equals("User") ? 5 : 1));
    String appId = action.appId();
    if (appId != null) {
      target.add(Map.of("ID", appId, "Type", 2));
    }
    Map<String, @Nullable Object> record = new LinkedHashMap<>();
    record.put("CreationTime", TIME);
    record.put("Id", "0f000000-0000-4000-8000-000000000001");
    record.put(
        "Operation",
        action.operation().endsWith(" ") ? action.operation() : action.operation() + ".");
    record.put("OrganizationId", TENANT);
    record.put("RecordType", 8);
    record.put("ResultStatus", "Success");
    record.put("Workload", "AzureActiveDirectory");
    record.put("UserId", "ada@contoso.com");
    record.put("InterSystemsId", CORRELATION);
    record.put("ModifiedProperties", properties);
    record.put(
        "Actor", List.of(Map.of("ID", "User_aaaaaaaa-0000-4000-8000-000000000001", "Type", 2)));
    record.put("Target", target);
    return record;
  }

  /** The portal's file has five properties for a target, by columns in a fixed order. */
  private static Map<String, @Nullable Object> csv(Action action) throws IOException {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("Date (UTC)", TIME + ".1234567+00:00");
    row.put("CorrelationId", CORRELATION);
    row.put("Service", "Core Directory");
    row.put("Category", "ApplicationManagement");
    row.put("Activity", action.operation());
    row.put("Result", "success");
    row.put("ResultReason", "");
    row.put("User Agent", "");
    row.put("ActorType", "User");
    row.put("ActorDisplayName", "");
    row.put("ActorObjectId", "aaaaaaaa-0000-4000-8000-000000000001");
    row.put("ActorUserPrincipalName", "ada@contoso.com");
    row.put("IPAddress", "203.0.113.9");
    row.put("ActorHomeTenantId", "");
    row.put("ActorHomeTenantName", "");
    row.put("ActorServicePrincipalId", "");
    row.put("ActorServicePrincipalName", "");
    boolean user = action.type().equals("User");
    row.put("Target1Type", action.type());
    row.put("Target1DisplayName", user ? "" : action.name());
    row.put("Target1ObjectId", action.id());
    row.put("Target1UserPrincipalName", user ? action.name() : "");
    List<Map<String, String>> properties =
        JSON.convertValue(
            JSON.valueToTree(graph(action)).at("/targetResources/0/modifiedProperties"),
            new TypeReference<>() {});
    int number = 0;
    for (Map<String, String> cells : properties) {
      number++;
      String prefix = "Target1ModifiedProperty" + number;
      row.put(prefix + "Name", cells.get("displayName"));
      row.put(prefix + "OldValue", "");
      row.put(prefix + "NewValue", cells.get("newValue"));
    }
    return row;
  }

  /** Elastic's pipeline renames members, numbers arrays and moves what all its documents have. */
  private static Map<String, @Nullable Object> elastic(Action action) throws IOException {
    JsonNode graph = JSON.valueToTree(graph(action));
    ObjectNode properties = JSON.createObjectNode();
    properties.put("id", "Directory_1");
    properties.put("activity_display_name", action.operation());
    properties.put("activity_datetime", TIME + ".1234567Z");
    properties.put("correlation_id", CORRELATION);
    properties.put("logged_by_service", "Core Directory");
    properties.set("initiated_by", graph.get("initiatedBy"));
    ObjectNode target = properties.putObject("target_resources").putObject("0");
    target.put("id", action.id());
    target.put("type", action.type());
    boolean user = action.type().equals("User");
    target.put(user ? "user_principal_name" : "display_name", action.name());
    ObjectNode modified = target.putObject("modified_properties");
    for (JsonNode property : graph.at("/targetResources/0/modifiedProperties")) {
      modified
          .putObject(String.valueOf(modified.size()))
          .put("display_name", property.get("displayName").asText())
          .put("new_value", property.get("newValue").asText());
    }
    Map<String, @Nullable Object> log = new LinkedHashMap<>();
    log.put("category", "AuditLogs");
    log.put("operation_name", action.operation());
    log.put("result_signature", "None");
    log.put("properties", JSON.convertValue(properties, new TypeReference<Map<?, ?>>() {}));
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("@timestamp", TIME + ".123Z");
    document.put("event", Map.of("action", action.operation(), "outcome", "success"));
    document.put(
        "azure", Map.of("tenant_id", TENANT, "correlation_id", CORRELATION, "auditlogs", log));
    document.put("source", Map.of("ip", "203.0.113.9"));
    return document;
  }

  /** Elastic makes objects of lists and writes underscores for dots and blanks in names. */
  private static Map<String, @Nullable Object> elasticUnified(Action action) throws IOException {
    Map<String, @Nullable Object> audit = new LinkedHashMap<>(unified(action));
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("action", String.valueOf(audit.remove("Operation")));
    event.put("provider", String.valueOf(audit.remove("Workload")));
    event.put("id", String.valueOf(audit.remove("Id")));
    event.put("outcome", "success");
    Map<String, Object> modified = new LinkedHashMap<>();
    for (JsonNode property : JSON.valueToTree(audit.get("ModifiedProperties"))) {
      modified.put(
          property.get("Name").asText().replace('.', '_').replace(' ', '_'),
          Map.of("NewValue", property.get("NewValue").asText(), "OldValue", ""));
    }
    audit.put("ModifiedProperties", modified);
    audit.put("RecordType", "8");
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("@timestamp", TIME + ".000Z");
    document.put("event", event);
    document.put("o365", Map.of("audit", audit));
    document.put("organization", Map.of("id", String.valueOf(audit.remove("OrganizationId"))));
    return document;
  }
}
