package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.text.NearWord;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the members of one entry and notes everything that is wrong with them. */
final class Members {

  private final JsonNode members;
  private final Consumer<BadValueException> refusals;
  private boolean refused;
  private @Nullable ZoneId zone;
  private boolean zoneRefused;

  Members(JsonNode members, Consumer<BadValueException> refusals) {
    this.members = members;
    this.refusals = refusals;
  }

  /** Returns a reader of an inner object, which refuses the same entry and has the same zone. */
  Members inner(JsonNode object) {
    Members inner = new Members(object, this::refuse);
    inner.zone = zone;
    inner.zoneRefused = zoneRefused;
    return inner;
  }

  void refuse(BadValueException because) {
    refused = true;
    refusals.accept(because);
  }

  void refuse(String code, String message) {
    refuse(new BadValueException(code, message));
  }

  boolean refused() {
    return refused;
  }

  /** Refuses every member that has none of these names. */
  void knowOnly(Set<String> names) {
    for (Map.Entry<String, JsonNode> member : members.properties()) {
      if (!names.contains(member.getKey())) {
        refuse(
            "UNKNOWN_MEMBER",
            "there is no member (%s) here.%s"
                .formatted(
                    NearWord.shown(member.getKey()), NearWord.maybe(member.getKey(), names)));
      }
    }
  }

  boolean has(String name) {
    JsonNode value = members.path(name);
    return !value.isMissingNode() && !value.isNull();
  }

  JsonNode node(String name) {
    return members.path(name);
  }

  /** Returns a text without outer blanks, null when it is missing, blank or no text. */
  @Nullable String text(String name) {
    JsonNode value = members.path(name);
    if (value.isContainerNode()) {
      refuse("BAD_VALUE", "the member (%s) must be one value.".formatted(name));
      return null;
    }
    String text = value.isTextual() ? value.textValue().strip() : "";
    return text.isEmpty() ? null : text;
  }

  /** Returns a word in lower case. */
  @Nullable String word(String name) {
    String text = text(name);
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** Returns the texts of a list, blank ones left out; one text stands for a list of it. */
  List<String> list(String name) {
    JsonNode value = members.path(name);
    List<String> texts = new ArrayList<>();
    if (value.isArray()) {
      for (JsonNode element : value) {
        if (element.isContainerNode()) {
          refuse("BAD_VALUE", "the list (%s) must hold plain values.".formatted(name));
        } else if (element.isTextual() && !element.textValue().isBlank()) {
          texts.add(element.textValue());
        }
      }
      return texts;
    }
    String one = text(name);
    return one == null ? texts : List.of(one);
  }

  /** Returns the objects of a list. */
  List<Members> objects(String name) {
    List<Members> objects = new ArrayList<>();
    if (!has(name)) {
      return objects;
    }
    JsonNode value = members.path(name);
    if (!value.isArray()) {
      refuse("BAD_VALUE", "the member (%s) must be a list.".formatted(name));
    }
    for (JsonNode element : value) {
      if (element.isObject()) {
        objects.add(inner(element));
      } else {
        refuse("BAD_VALUE", "the list (%s) must hold objects.".formatted(name));
      }
    }
    return objects;
  }

  /** Reads the member {@code zone}, in which local times are meant from now on. */
  void readZone() {
    String text = text("zone");
    try {
      zone = text == null ? null : Zones.of(text);
    } catch (BadValueException e) {
      zoneRefused = true;
      refuse(e);
    }
  }

  /** Returns the zone that was read. */
  @Nullable ZoneId zone() {
    return zone;
  }

  /** Returns whether a zone was written, if only a wrong one. */
  boolean zoneWritten() {
    return zone != null || zoneRefused;
  }

  /** Returns a moment, null when it is missing or refused. */
  @Nullable Instant moment(String name) {
    String text = text(name);
    if (text == null || (zoneRefused && !Moments.absolute(text))) {
      return null;
    }
    try {
      return Moments.parse(text, zone);
    } catch (BadValueException e) {
      refuse(e);
      return null;
    }
  }
}
