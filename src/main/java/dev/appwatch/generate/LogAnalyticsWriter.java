package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.AzureCall;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Entry;
import dev.appwatch.generate.Happening.VaultCall;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Locale;

/** Rows of Log Analytics tables, with objects as JSON text where the tables have them so. */
final class LogAnalyticsWriter implements RecordWriter {

  private static final String WORKSPACE = "33333333-0000-4000-8000-00000000003a";
  private static final JsonFactory TEXT = new JsonFactory();

  /** Writes an object or array. */
  private interface Part {
    void write(JsonGenerator json) throws IOException;
  }

  @Override
  public void write(JsonGenerator json, Happening happening) throws IOException {
    json.writeStartObject();
    json.writeStringField("TenantId", WORKSPACE);
    json.writeStringField("SourceSystem", "Azure AD");
    json.writeStringField(
        "TimeGenerated",
        happening instanceof Entry entry
            ? EntryJson.time(entry)
            : RecordWriter.time(happening.time()));
    if (happening instanceof Entry entry) {
      entry(json, entry);
    } else if (happening instanceof Change change) {
      change(json, change);
    } else if (happening instanceof VaultCall call) {
      vault(json, call);
    } else if (happening instanceof AzureCall call) {
      azure(json, call);
    }
    json.writeEndObject();
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    json.writeStringField("OperationName", change.operation());
    json.writeStringField("OperationVersion", "1.0");
    json.writeStringField("Category", change.category());
    json.writeStringField("ResultSignature", "None");
    json.writeNumberField("DurationMs", 0);
    json.writeStringField("CorrelationId", change.correlation());
    json.writeStringField("Resource", "Microsoft.aadiam");
    json.writeStringField("Level", "4");
    text(json, "AdditionalDetails", part -> details(part, change));
    json.writeStringField("Id", "Directory_" + change.id() + "_K9P2R_1");
    text(json, "InitiatedBy", part -> AuditJson.initiatedBy(part, change.doer()));
    json.writeStringField("LoggedByService", "Core Directory");
    json.writeStringField("Result", change.succeeded() ? "success" : "failure");
    json.writeStringField("ResultReason", change.reason());
    text(json, "TargetResources", part -> AuditJson.targets(part, change));
    json.writeStringField("AADTenantId", Tenant.ID);
    json.writeStringField("ActivityDisplayName", change.operation());
    json.writeStringField("ActivityDateTime", RecordWriter.time(change.time()));
    json.writeStringField("AADOperationType", "Assign");
    json.writeStringField("Type", "AuditLogs");
  }

  private static void details(JsonGenerator part, Change change) throws IOException {
    part.writeStartArray();
    for (var pair : change.details().entrySet()) {
      part.writeStartObject();
      part.writeStringField("key", pair.getKey());
      part.writeStringField("value", pair.getValue());
      part.writeEndObject();
    }
    part.writeEndArray();
  }

  private static void entry(JsonGenerator json, Entry entry) throws IOException {
    Doer doer = entry.doer();
    json.writeStringField("OperationName", "Sign-in activity");
    json.writeStringField("Category", entry.category());
    json.writeStringField("ResultType", String.valueOf(entry.error()));
    json.writeStringField("CorrelationId", entry.correlation());
    json.writeStringField("Id", entry.id());
    json.writeStringField("CreatedDateTime", EntryJson.time(entry));
    json.writeStringField("AADTenantId", Tenant.ID);
    if (doer.upn() != null) {
      json.writeStringField("UserDisplayName", doer.name());
      json.writeStringField("UserPrincipalName", doer.upn());
      json.writeStringField("UserId", doer.id());
    } else {
      json.writeStringField("ServicePrincipalId", doer.id());
      json.writeStringField("ServicePrincipalName", doer.name());
    }
    json.writeStringField("AppId", entry.appId());
    json.writeStringField("AppDisplayName", entry.appName());
    json.writeStringField("IPAddress", doer.ip());
    json.writeStringField("ResourceIdentity", Tenant.GRAPH);
    json.writeStringField("ResourceDisplayName", "Microsoft Graph");
    json.writeStringField("ResourceTenantId", Tenant.ID);
    json.writeStringField("AuthenticationProtocol", entry.protocol());
    json.writeStringField("OriginalTransferMethod", "none");
    json.writeStringField("UserAgent", "Mozilla/5.0 (compatible; MSAL 1.0) PKeyAuth/1.0");
    json.writeStringField("Location", "DE");
    json.writeStringField("Status", "{\"errorCode\":" + entry.error() + "}");
    text(json, "ConditionalAccessPolicies", part -> policies(part, entry));
    json.writeStringField(
        "Type",
        switch (entry.category()) {
          case "SignInLogs" -> "SigninLogs";
          case "ServicePrincipalSignInLogs" -> "AADServicePrincipalSignInLogs";
          case "ManagedIdentitySignInLogs" -> "AADManagedIdentitySignInLogs";
          default -> "AADNonInteractiveUserSignInLogs";
        });
  }

  private static void policies(JsonGenerator part, Entry entry) throws IOException {
    part.writeStartArray();
    for (int i = 0; i < entry.policies(); i++) {
      part.writeStartObject();
      part.writeStringField("id", Tenant.guid('c', i));
      part.writeStringField("displayName", "CA%03d: Require MFA".formatted(i));
      part.writeStringField("result", "notApplied");
      part.writeEndObject();
    }
    part.writeEndArray();
  }

  private static void vault(JsonGenerator json, VaultCall call) throws IOException {
    String host =
        "https://" + call.vault().toLowerCase(Locale.ROOT) + ".vault.azure.net/secrets/db";
    json.writeStringField("Category", "AuditEvent");
    json.writeStringField("OperationName", call.operation());
    json.writeStringField("ResultType", "Success");
    json.writeStringField("ResultSignature", call.status() == 200 ? "OK" : "Unauthorized");
    json.writeStringField("CorrelationId", call.correlation());
    json.writeStringField("CallerIpAddress", call.doer().ip());
    json.writeStringField(
        "Identity",
        call.doer().id().isEmpty() ? "{}" : "{\"claim\":{\"oid\":\"" + call.doer().id() + "\"}}");
    json.writeStringField("RequestUri", host + "?api-version=7.4");
    json.writeStringField("ClientInfo", "azsdk-net-Security.KeyVault.Secrets/4.7.0");
    json.writeNumberField("HttpStatusCode", call.status());
    json.writeBooleanField("IsRbacAuthorized", true);
    json.writeStringField(
        "_ResourceId",
        (DiagnosticWriter.SUBSCRIPTION + "MICROSOFT.KEYVAULT/VAULTS/" + call.vault())
            .toLowerCase(Locale.ROOT));
    json.writeStringField("Type", "AZKVAuditLogs");
  }

  private static void azure(JsonGenerator json, AzureCall call) throws IOException {
    json.writeStringField("OperationNameValue", call.operation());
    json.writeStringField("CategoryValue", "Administrative");
    json.writeStringField("ActivityStatusValue", "Success");
    json.writeStringField("CorrelationId", call.correlation());
    json.writeStringField("Caller", call.doer().id());
    json.writeStringField("CallerIpAddress", call.doer().ip());
    json.writeStringField(
        "_ResourceId",
        (DiagnosticWriter.SUBSCRIPTION + "MICROSOFT.STORAGE/" + call.resource())
            .toLowerCase(Locale.ROOT));
    json.writeStringField("Type", "AzureActivity");
  }

  private static void text(JsonGenerator json, String member, Part part) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator inner = TEXT.createGenerator(text)) {
      part.write(inner);
    }
    json.writeStringField(member, text.toString());
  }
}
