package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.AzureCall;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Entry;
import dev.appwatch.generate.Happening.VaultCall;
import java.io.IOException;
import java.util.Locale;

/** Records in the envelope of Azure Monitor diagnostic settings. */
final class DiagnosticWriter implements RecordWriter {

  private static final String DIRECTORY = "/tenants/" + Tenant.ID + "/providers/Microsoft.aadiam";
  static final String SUBSCRIPTION =
      "/SUBSCRIPTIONS/22222222-2222-4222-8222-222222222222/RESOURCEGROUPS/RG/PROVIDERS/";

  @Override
  public void write(JsonGenerator json, Happening happening) throws IOException {
    json.writeStartObject();
    if (happening instanceof Entry entry) {
      head(json, EntryJson.time(entry), "Sign-in activity", entry.category(), entry.correlation());
      json.writeStringField("resultType", String.valueOf(entry.error()));
      tail(json, entry.doer());
      json.writeStringField("location", "DE");
      json.writeObjectFieldStart("properties");
      EntryJson.members(json, entry);
      json.writeEndObject();
    } else if (happening instanceof Change change) {
      String time = RecordWriter.time(change.time());
      head(json, time, change.operation(), "AuditLogs", change.correlation());
      tail(json, change.doer());
      json.writeObjectFieldStart("properties");
      AuditJson.members(json, change);
      json.writeStringField("tenantId", Tenant.ID);
      json.writeEndObject();
    } else if (happening instanceof VaultCall call) {
      vault(json, call);
    } else if (happening instanceof AzureCall call) {
      azure(json, call);
    }
    json.writeEndObject();
  }

  private static void head(
      JsonGenerator json, String time, String operation, String category, String correlation)
      throws IOException {
    json.writeStringField("time", time);
    json.writeStringField("resourceId", DIRECTORY);
    json.writeStringField("operationName", operation);
    json.writeStringField("operationVersion", "1.0");
    json.writeStringField("category", category);
    json.writeStringField("tenantId", Tenant.ID);
    json.writeStringField("correlationId", correlation);
  }

  private static void tail(JsonGenerator json, Doer doer) throws IOException {
    json.writeStringField("resultSignature", "None");
    json.writeNumberField("durationMs", 0);
    json.writeStringField("callerIpAddress", doer.ip());
    json.writeStringField("identity", doer.name());
    json.writeNumberField("Level", 4);
  }

  private static void vault(JsonGenerator json, VaultCall call) throws IOException {
    String host =
        "https://" + call.vault().toLowerCase(Locale.ROOT) + ".vault.azure.net/secrets/db";
    json.writeStringField("time", RecordWriter.time(call.time()));
    json.writeStringField("category", "AuditEvent");
    json.writeStringField("operationName", call.operation());
    json.writeStringField("operationVersion", "7.4");
    json.writeStringField("resultType", "Success");
    json.writeStringField("resultSignature", call.status() == 200 ? "OK" : "Unauthorized");
    json.writeStringField("durationMs", "14");
    json.writeStringField("correlationId", call.correlation());
    json.writeStringField("callerIpAddress", call.doer().ip());
    json.writeStringField("resourceId", SUBSCRIPTION + "MICROSOFT.KEYVAULT/VAULTS/" + call.vault());
    json.writeObjectFieldStart("identity");
    json.writeObjectFieldStart("claim");
    if (!call.doer().id().isEmpty()) {
      json.writeStringField("oid", call.doer().id());
      json.writeStringField("appid", Tenant.guid('a', 7));
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("id", host);
    json.writeStringField("clientInfo", "azsdk-net-Security.KeyVault.Secrets/4.7.0");
    json.writeNumberField("httpStatusCode", call.status());
    json.writeStringField("requestUri", host + "?api-version=7.4");
    json.writeBooleanField("isRbacAuthorized", true);
    json.writeEndObject();
  }

  private static void azure(JsonGenerator json, AzureCall call) throws IOException {
    json.writeStringField("time", RecordWriter.time(call.time()));
    json.writeStringField("resourceId", SUBSCRIPTION + "MICROSOFT.STORAGE/" + call.resource());
    json.writeStringField("operationName", call.operation());
    json.writeStringField("category", "Action");
    json.writeStringField("resultType", "Success");
    json.writeStringField("resultSignature", "Succeeded.OK");
    json.writeNumberField("durationMs", 31);
    json.writeStringField("callerIpAddress", call.doer().ip());
    json.writeStringField("correlationId", call.correlation());
    json.writeObjectFieldStart("identity");
    json.writeObjectFieldStart("claims");
    json.writeStringField(
        "http://schemas.microsoft.com/identity/claims/objectidentifier", call.doer().id());
    json.writeEndObject();
    json.writeEndObject();
    json.writeStringField("level", "Information");
    json.writeObjectFieldStart("properties");
    json.writeStringField("eventCategory", "Administrative");
    json.writeEndObject();
  }
}
