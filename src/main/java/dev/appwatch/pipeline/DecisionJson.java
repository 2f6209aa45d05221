package dev.appwatch.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Decision.NearestChange;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A decision record as a line of JSON and back. */
final class DecisionJson {

  static final String SCHEMA = "appwatch.decision/1";

  /** What stands before the first line of a chain. */
  static final String START = "sha256:" + "0".repeat(64);

  private static final JsonMapper JSON = new JsonMapper();

  private DecisionJson() {}

  /** Returns the sealed line that follows a line with the hash {@code previous}. */
  static String line(DecisionRecord record, String tzdata, String previous) {
    ObjectNode line = JSON.createObjectNode();
    line.put("schema", SCHEMA);
    line.put("finding", record.finding());
    line.put("findingDigest", record.findingDigest());
    line.put("disposition", record.disposition().word());
    line.put("reason", record.decision().reason());
    line.put("change", record.decision().change());
    NearestChange nearest = record.decision().nearest();
    if (nearest == null) {
      line.putNull("nearest");
    } else {
      line.putObject("nearest").put("id", nearest.id()).put("missedBy", nearest.missedBy());
    }
    line.put("baseRisk", record.baseRisk().word());
    line.put("risk", record.risk().word());
    put(line.putArray("floor"), record.floor());
    line.put("actorAppId", record.actorAppId());
    line.put("receivedAt", record.receivedAt().toString());
    line.put("hours", record.hours());
    line.put("frozen", record.frozen());
    put(line.putArray("staleFeeds"), record.staleFeeds());
    DecisionRecord.Cover cover = record.cover();
    if (cover == null) {
      line.putNull("cover");
    } else {
      put(line.putObject("cover"), cover);
    }
    line.put("tzdata", tzdata);
    line.put("pack", record.pack());
    line.put("prev", previous);
    return Sealed.seal(line.toString());
  }

  private static void put(ObjectNode node, DecisionRecord.Cover cover) {
    node.put("approver", cover.approver());
    node.put("approvedAt", cover.approvedAt() == null ? null : cover.approvedAt().toString());
    node.put("requester", cover.requester());
    node.put("tenant", cover.tenant());
    node.put("row", cover.row());
    put(node.putArray("apps"), cover.apps());
    put(node.putArray("actors"), cover.actors());
    node.put("from", cover.from().toString());
    node.put("until", cover.until().toString());
  }

  private static void put(ArrayNode array, List<String> values) {
    values.forEach(array::add);
  }

  /** What one line says, with its links to its neighbours. */
  record Line(DecisionRecord record, String tzdata, String previous) {}

  /**
   * Returns what a line says.
   *
   * @throws IOException when it is no JSON
   * @throws RuntimeException when a member is missing or has no meaning
   */
  static Line read(byte[] bytes) throws IOException {
    JsonNode line = JSON.readTree(bytes);
    if (!text(line, "schema").equals(SCHEMA)) {
      throw new IllegalArgumentException(
          "The schema (%s) of a decision record must be %s."
              .formatted(text(line, "schema"), SCHEMA));
    }
    JsonNode nearest = line.path("nearest");
    JsonNode cover = line.path("cover");
    DecisionRecord record =
        new DecisionRecord(
            text(line, "finding"),
            text(line, "findingDigest"),
            Disposition.named(text(line, "disposition")).orElseThrow(),
            new Decision(
                maybe(line, "change"),
                text(line, "reason"),
                nearest.isObject()
                    ? new NearestChange(text(nearest, "id"), text(nearest, "missedBy"))
                    : null),
            Risk.named(text(line, "baseRisk")).orElseThrow(),
            Risk.named(text(line, "risk")).orElseThrow(),
            texts(line, "floor"),
            maybe(line, "actorAppId"),
            Instant.parse(text(line, "receivedAt")),
            text(line, "hours"),
            line.path("frozen").booleanValue(),
            texts(line, "staleFeeds"),
            cover.isObject() ? cover(cover) : null,
            text(line, "pack"));
    return new Line(record, text(line, "tzdata"), text(line, "prev"));
  }

  private static DecisionRecord.Cover cover(JsonNode node) {
    String approvedAt = maybe(node, "approvedAt");
    return new DecisionRecord.Cover(
        maybe(node, "approver"),
        approvedAt == null ? null : Instant.parse(approvedAt),
        maybe(node, "requester"),
        text(node, "tenant"),
        text(node, "row"),
        texts(node, "apps"),
        texts(node, "actors"),
        Instant.parse(text(node, "from")),
        Instant.parse(text(node, "until")));
  }

  private static List<String> texts(JsonNode node, String name) {
    List<String> texts = new ArrayList<>();
    node.path(name).forEach(child -> texts.add(child.asText()));
    return texts;
  }

  static String text(JsonNode node, String name) {
    String value = maybe(node, name);
    if (value == null) {
      throw new IllegalArgumentException("The member (%s) is missing.".formatted(name));
    }
    return value;
  }

  static @Nullable String maybe(JsonNode node, String name) {
    return node.path(name).textValue();
  }
}
