package dev.appwatch.generate;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.generate.Happening.Change;
import dev.appwatch.generate.Happening.Changed;
import dev.appwatch.generate.Happening.Doer;
import dev.appwatch.generate.Happening.Thing;
import java.io.IOException;

/** The members of a directory audit record, as Graph and diagnostic settings have them. */
final class AuditJson {

  private AuditJson() {}

  static void members(JsonGenerator json, Change change) throws IOException {
    json.writeStringField(
        "id", "Directory_" + change.id() + "_K9P2R_" + change.id().substring(0, 4));
    json.writeStringField("category", change.category());
    json.writeStringField("correlationId", change.correlation());
    json.writeStringField("result", change.succeeded() ? "success" : "failure");
    json.writeStringField("resultReason", change.reason());
    json.writeStringField("activityDisplayName", change.operation());
    json.writeStringField("activityDateTime", RecordWriter.time(change.time()));
    json.writeStringField("loggedByService", "Core Directory");
    json.writeStringField(
        "operationType", change.operation().startsWith("Add") ? "Assign" : "Update");
    json.writeFieldName("initiatedBy");
    initiatedBy(json, change.doer());
    json.writeFieldName("targetResources");
    targets(json, change);
    RecordWriter.pairs(json, "additionalDetails", change.details());
  }

  static void initiatedBy(JsonGenerator json, Doer doer) throws IOException {
    json.writeStartObject();
    if (doer.upn() != null) {
      json.writeObjectFieldStart("user");
      json.writeStringField("id", doer.id());
      json.writeNullField("displayName");
      json.writeStringField("userPrincipalName", doer.upn());
      json.writeStringField("ipAddress", doer.ip());
      json.writeArrayFieldStart("roles");
      json.writeEndArray();
    } else {
      json.writeObjectFieldStart("app");
      json.writeNullField("appId");
      json.writeStringField("displayName", doer.name());
      json.writeStringField("servicePrincipalId", doer.id());
      json.writeNullField("servicePrincipalName");
    }
    json.writeEndObject();
    json.writeEndObject();
  }

  static void targets(JsonGenerator json, Change change) throws IOException {
    json.writeStartArray();
    for (Thing thing : change.things()) {
      json.writeStartObject();
      json.writeStringField("id", thing.id());
      RecordWriter.text(json, "displayName", thing.name());
      json.writeStringField("type", thing.type());
      if (thing.upn() != null) {
        json.writeStringField("userPrincipalName", thing.upn());
      }
      json.writeArrayFieldStart("modifiedProperties");
      for (Changed changed : thing.changes()) {
        json.writeStartObject();
        json.writeStringField("displayName", changed.property());
        RecordWriter.text(json, "oldValue", changed.before());
        RecordWriter.text(json, "newValue", changed.after());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("administrativeUnits");
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
