package dev.appwatch.routes;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a table of ServiceNow whole, or not at all. */
final class ServiceNowTable {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A reference holds an opaque id; who asked for a change is known by the address behind it. */
  private static final Map<String, String> PLAIN = Map.of("requested_by.email", "requested_by");

  /** What readers of change feeds take. */
  private static final int MOST_BYTES = 64 << 20;

  private static final int MOST_RECORDS = 200_000;

  private final PollEndpoint options;
  private final RemoteApi api;
  private final Map<String, ObjectNode> records = new LinkedHashMap<>();

  ServiceNowTable(PollEndpoint options, RemoteApi api) {
    this.options = options;
    this.api = api;
  }

  /**
   * Returns the table as a change feed.
   *
   * @param readAt the moment whose knowledge it holds: the one before it was asked for
   * @throws RemoteException when any part of it could not be had
   */
  byte[] read(Instant readAt) throws RemoteException, InterruptedException {
    int offset = 0;
    boolean more = true;
    while (more) {
      HttpResponse<byte[]> answer = api.get(page(offset));
      JsonNode rows = rows(answer.body());
      rows.forEach(this::add);
      offset += options.getPageSize();
      Integer total = total(answer);
      more = total == null ? !rows.isEmpty() : offset < total;
      if (!more && total != null && total != records.size()) {
        throw incomplete(total);
      }
      if (offset > MOST_RECORDS) {
        throw RemoteException.passing(
            "%s has more than %d changes.%n    Maybe its query should ask for fewer."
                .formatted(place(), MOST_RECORDS),
            null);
      }
    }
    return feed(readAt);
  }

  private URI page(int offset) {
    String query = options.getFilter();
    return URI.create(
        "%s?sysparm_query=%s&sysparm_fields=%s&sysparm_display_value=false&sysparm_exclude_reference_link=true&sysparm_limit=%d&sysparm_offset=%d"
            .formatted(
                options.address(),
                HttpCalls.encoded(query.isEmpty() ? "ORDERBYsys_id" : query + "^ORDERBYsys_id"),
                HttpCalls.encoded("sys_id," + options.getFields()),
                options.getPageSize(),
                offset));
  }

  /** An error may come with status 200, and then beside rows that are not all. */
  private JsonNode rows(byte[] body) throws RemoteException {
    JsonNode page;
    try {
      page = JSON.readTree(body);
    } catch (IOException e) {
      throw noPage();
    }
    if (page == null || !page.path("result").isArray() || page.has("error")) {
      throw noPage();
    }
    for (JsonNode row : page.path("result")) {
      if (!row.isObject() || row.path("sys_id").asText("").isEmpty()) {
        throw noPage();
      }
    }
    return page.path("result");
  }

  private void add(JsonNode row) {
    ObjectNode record = JSON.createObjectNode();
    row.properties()
        .forEach(
            field ->
                record.set(PLAIN.getOrDefault(field.getKey(), field.getKey()), field.getValue()));
    records.put(row.path("sys_id").asText(), record);
  }

  private byte[] feed(Instant readAt) throws RemoteException {
    ObjectNode feed = JSON.createObjectNode().put("readAt", readAt.toString());
    ArrayNode result = feed.putArray("result");
    records.values().forEach(result::add);
    try {
      byte[] bytes = JSON.writeValueAsBytes(feed);
      if (bytes.length <= MOST_BYTES) {
        return bytes;
      }
    } catch (IOException e) {
      throw noPage();
    }
    throw RemoteException.passing(
        "%s has more than %d MB of changes.%n    Maybe its query should ask for fewer."
            .formatted(place(), MOST_BYTES >> 20),
        null);
  }

  private static @Nullable Integer total(HttpResponse<byte[]> answer) {
    String header = answer.headers().firstValue("X-Total-Count").orElse("");
    return header.matches("\\d{1,9}") ? Integer.valueOf(header) : null;
  }

  private RemoteException incomplete(int total) {
    return RemoteException.passing(
        "%s has %d changes but gave %d.%n    Maybe some changed meanwhile, or its account may not read all that the query asks for."
            .formatted(place(), total, records.size()),
        null);
  }

  private RemoteException noPage() {
    return RemoteException.passing(
        "%s answered something that is no page of changes.%n    Maybe the instance sleeps, or a proxy answered in its place."
            .formatted(place()),
        null);
  }

  private String place() {
    return HttpCalls.place(options.address());
  }
}
