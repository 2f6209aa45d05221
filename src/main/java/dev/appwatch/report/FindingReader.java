package dev.appwatch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a finding that this program wrote. */
final class FindingReader {

  private static final JsonMapper MAPPER =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
              .build());

  Finding read(byte[] bytes) {
    try {
      return finding(MAPPER.readTree(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Finding finding(JsonNode node) {
    return new Finding(
        text(node, "id"),
        text(node, "rule"),
        text(node, "title"),
        Risk.named(text(node, "risk")).orElseThrow(),
        Disposition.named(text(node, "disposition")).orElseThrow(),
        list(node, "reasons", JsonNode::textValue),
        text(node, "summary"),
        maybe(node, "tenant"),
        Instant.parse(text(node, "time")),
        actor(node.path("actor")),
        list(node, "targets", FindingReader::target),
        list(node, "evidence", FindingReader::evidence),
        decision(node.path("decision")),
        list(node, "events", FindingReader::event),
        text(node, "group"),
        list(node, "attack", JsonNode::textValue),
        text(node, "pack"),
        list(node, "floor", JsonNode::textValue));
  }

  private static Actor actor(JsonNode node) {
    return new Actor(
        text(node, "type"),
        maybe(node, "id"),
        maybe(node, "name"),
        maybe(node, "ip"),
        maybe(node, "appId"));
  }

  private static Target target(JsonNode node) {
    return new Target(
        text(node, "type"), maybe(node, "id"), maybe(node, "appId"), maybe(node, "name"));
  }

  private static Evidence evidence(JsonNode node) {
    return new Evidence(text(node, "property"), maybe(node, "old"), maybe(node, "new"));
  }

  private static Decision decision(JsonNode node) {
    JsonNode nearest = node.path("nearest");
    return new Decision(
        maybe(node, "change"),
        text(node, "reason"),
        nearest.isObject()
            ? new Decision.NearestChange(text(nearest, "id"), text(nearest, "missedBy"))
            : null);
  }

  private static EventRef event(JsonNode node) {
    return new EventRef(
        maybe(node, "id"),
        maybe(node, "correlationId"),
        maybe(node, "operation"),
        text(node, "source"),
        node.path("record").longValue());
  }

  private static <T> List<T> list(JsonNode node, String name, Function<JsonNode, T> element) {
    List<T> list = new ArrayList<>();
    node.path(name).forEach(child -> list.add(element.apply(child)));
    return list;
  }

  private static String text(JsonNode node, String name) {
    String value = maybe(node, name);
    if (value == null) {
      throw new IllegalArgumentException(
          "The member (%s) of a finding is missing.".formatted(name));
    }
    return value;
  }

  private static @Nullable String maybe(JsonNode node, String name) {
    return node.path(name).textValue();
  }
}
