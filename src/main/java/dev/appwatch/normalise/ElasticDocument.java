package dev.appwatch.normalise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document of Elastic's integrations: they move members of a record to where all their documents
 * have them, and keep the record as it was only when asked to. Here the members are put back.
 */
final class ElasticDocument {

  private ElasticDocument() {}

  /** Returns the record in a document, without members when there is none. */
  static Fields record(Fields document) {
    Fields azure = document.object("azure");
    for (String name : azure.members().keySet()) {
      Fields log = azure.object(name);
      if (name.endsWith("logs") && !log.isEmpty()) {
        return diagnostic(document, azure, log);
      }
    }
    Fields unified = document.object("o365").object("audit");
    boolean told = document.object("event").text("action") != null;
    return told && !unified.isEmpty() ? unified(document, unified) : Fields.NONE;
  }

  private static Fields diagnostic(Fields document, Fields azure, Fields log) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(Respelled.of(log).members());
    putBack(members, "time", document.text("@timestamp"));
    putBack(members, "result", outcome(document));
    putBack(members, "tenantId", azure.text("tenant_id"));
    putBack(members, "correlationId", azure.text("correlation_id"));
    String resource = azure.object("resource").text("id");
    putBack(members, "resourceId", Fields.first(resource, azure.text("resource_id")));
    putBack(members, "callerIpAddress", address(document));
    putBack(members, "location", document.object("geo").text("country_iso_code"));
    putBack(members, "userAgent", document.object("user_agent").text("original"));
    putBack(members, "caller", document.object("user").text("email"));
    return new Fields(members);
  }

  private static Fields unified(Fields document, Fields audit) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(audit.members());
    Fields event = document.object("event");
    putBack(members, "Operation", event.text("action"));
    putBack(members, "Workload", event.text("provider"));
    putBack(members, "Id", event.text("id"));
    putBack(members, "ResultStatus", outcome(document));
    putBack(members, "CreationTime", document.text("@timestamp"));
    putBack(members, "OrganizationId", document.object("organization").text("id"));
    putBack(members, "ClientIP", address(document));
    members.computeIfPresent("ExtendedProperties", (name, value) -> pairs(value, false));
    members.computeIfPresent("ModifiedProperties", (name, value) -> pairs(value, true));
    return new Fields(members);
  }

  /** Lists of named values are objects there, and names of properties have underscores. */
  private static Object pairs(Object value, boolean properties) {
    if (!(value instanceof Map<?, ?> byName)) {
      return value;
    }
    Object text = byName.get("_raw");
    if (text != null) {
      return text;
    }
    List<Object> pairs = new ArrayList<>(byName.size());
    byName.forEach(
        (key, held) -> {
          Map<String, @Nullable Object> pair = new LinkedHashMap<>();
          String name = String.valueOf(key);
          pair.put("Name", properties ? propertyName(name) : name);
          if (held instanceof Map<?, ?> values) {
            values.forEach((member, old) -> pair.put(String.valueOf(member), old));
          } else {
            pair.put("Value", held);
          }
          pairs.add(pair);
        });
    return pairs;
  }

  /** One underscore stands for the full stop in {@code AppRole.Value}, several for blanks. */
  private static String propertyName(String name) {
    boolean one = name.indexOf('_') == name.lastIndexOf('_');
    return name.replace('_', one ? '.' : ' ');
  }

  /** Some documents say that they do not know, which is no result. */
  private static @Nullable String outcome(Fields document) {
    String outcome = document.object("event").text("outcome");
    return "unknown".equals(outcome) ? null : outcome;
  }

  private static @Nullable String address(Fields document) {
    String client = document.object("client").text("ip", "address");
    return Fields.first(client, document.object("source").text("ip", "address"));
  }

  private static void putBack(
      Map<String, @Nullable Object> members, String name, @Nullable String value) {
    if (value != null && !Fields.filled(members.get(name))) {
      members.put(name, value);
    }
  }
}
