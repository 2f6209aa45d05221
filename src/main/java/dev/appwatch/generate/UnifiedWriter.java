package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Changed;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Entry;
import dev.appwatch.generate.Happening.Thing;
import java.io.IOException;

/** Records of the unified audit log, in which sign-ins are log-ons. */
final class UnifiedWriter implements RecordWriter {

  @Override
  public void write(JsonGenerator json, Happening happening) throws IOException {
    json.writeStartObject();
    json.writeStringField("CreationTime", NO_ZONE.format(happening.time()));
    if (happening instanceof Entry entry) {
      entry(json, entry);
    } else if (happening instanceof Change change) {
      change(json, change);
    } else {
      throw new IllegalArgumentException(
          "The record (%s) must be one that the unified log has.".formatted(happening.getClass()));
    }
    json.writeEndObject();
  }

  private static void head(
      JsonGenerator json, String id, String operation, int type, boolean succeeded, Doer doer)
      throws IOException {
    json.writeStringField("Id", id);
    json.writeStringField("Operation", operation);
    json.writeStringField("OrganizationId", Tenant.ID);
    json.writeNumberField("RecordType", type);
    json.writeStringField("ResultStatus", succeeded ? "Success" : "Failure");
    json.writeStringField("UserKey", doer.id());
    json.writeNumberField("UserType", 0);
    json.writeNumberField("Version", 1);
    json.writeStringField("Workload", "AzureActiveDirectory");
    json.writeStringField("ClientIP", doer.ip());
    json.writeStringField(
        "UserId", doer.upn() == null ? "ServicePrincipal_" + doer.id() : doer.upn());
    json.writeNumberField("AzureActiveDirectoryEventType", 1);
  }

  private static void entry(JsonGenerator json, Entry entry) throws IOException {
    boolean succeeded = entry.error() == 0;
    head(
        json,
        entry.id(),
        succeeded ? "UserLoggedIn" : "UserLoginFailed",
        15,
        succeeded,
        entry.doer());
    json.writeArrayFieldStart("ExtendedProperties");
    pair(json, "Name", "ResultStatusDetail", "Value", "Success");
    pair(json, "Name", "UserAgent", "Value", "Mozilla/5.0 (compatible; MSAL 1.0) PKeyAuth/1.0");
    pair(json, "Name", "RequestType", "Value", "OAuth2:Token");
    json.writeEndArray();
    empty(json, "ModifiedProperties");
    json.writeArrayFieldStart("Actor");
    id(json, entry.doer().id(), 0);
    id(json, entry.doer().upn() == null ? entry.doer().name() : entry.doer().upn(), 5);
    json.writeEndArray();
    json.writeStringField("ActorContextId", Tenant.ID);
    json.writeStringField("ActorIpAddress", entry.doer().ip());
    json.writeStringField("InterSystemsId", entry.correlation());
    json.writeArrayFieldStart("Target");
    id(json, Tenant.GRAPH, 0);
    json.writeEndArray();
    json.writeStringField("TargetContextId", Tenant.ID);
    json.writeStringField("ApplicationId", entry.appId());
    json.writeArrayFieldStart("DeviceProperties");
    pair(json, "Name", "OS", "Value", "Windows 10");
    pair(json, "Name", "BrowserType", "Value", "Edge");
    pair(json, "Name", "SessionId", "Value", entry.correlation());
    json.writeEndArray();
    json.writeStringField("ErrorNumber", String.valueOf(entry.error()));
  }

  private static void change(JsonGenerator json, Change change) throws IOException {
    Doer doer = change.doer();
    head(json, change.id(), change.operation() + ".", 8, change.succeeded(), doer);
    Thing first = change.things().get(0);
    json.writeStringField("ObjectId", first.upn() == null ? first.id() : first.upn());
    json.writeArrayFieldStart("ModifiedProperties");
    for (Thing thing : change.things()) {
      for (Changed changed : thing.changes()) {
        json.writeStartObject();
        json.writeStringField("Name", changed.property());
        json.writeStringField("NewValue", changed.after() == null ? "" : changed.after());
        json.writeStringField("OldValue", changed.before() == null ? "" : changed.before());
        json.writeEndObject();
      }
    }
    json.writeEndArray();
    empty(json, "ExtendedProperties");
    json.writeArrayFieldStart("Actor");
    if (doer.upn() == null) {
      id(json, doer.name(), 1);
      id(json, "ServicePrincipal_" + doer.id(), 2);
    } else {
      id(json, doer.upn(), 5);
      id(json, "User_" + doer.id(), 2);
    }
    json.writeEndArray();
    json.writeStringField("ActorContextId", Tenant.ID);
    json.writeStringField("InterSystemsId", change.correlation());
    json.writeStringField("IntraSystemId", change.id());
    json.writeArrayFieldStart("Target");
    id(json, first.type() + "_" + first.id(), 2);
    id(json, first.id(), 2);
    id(json, first.type(), 2);
    if (first.upn() != null) {
      id(json, first.upn(), 5);
    } else if (first.name() != null) {
      id(json, first.name(), 1);
    }
    json.writeEndArray();
    json.writeStringField("TargetContextId", Tenant.ID);
  }

  private static void id(JsonGenerator json, String id, int type) throws IOException {
    json.writeStartObject();
    json.writeStringField("ID", id);
    json.writeNumberField("Type", type);
    json.writeEndObject();
  }

  private static void pair(JsonGenerator json, String one, String name, String two, String value)
      throws IOException {
    json.writeStartObject();
    json.writeStringField(one, name);
    json.writeStringField(two, value);
    json.writeEndObject();
  }

  private static void empty(JsonGenerator json, String member) throws IOException {
    json.writeArrayFieldStart(member);
    json.writeEndArray();
  }
}
