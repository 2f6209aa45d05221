package dev.appwatch.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A finding as JSON and back.
 *
 * <p>{@link #encode} and {@link #decode} lose nothing, not even a half of a surrogate pair. The
 * contract names fewer members and wants valid UTF-8: see {@link FindingWriters#jsonLines}.
 */
public final class FindingJson {

  static final String SCHEMA = "appwatch.finding/1";

  private static final JsonFactory FACTORY = JsonFactory.builder().build();

  private FindingJson() {}

  /** Returns the finding as bytes that {@link #decode} reads. */
  public static byte[] encode(Finding finding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      write(json, finding, Members.ALL);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns the finding that {@link #encode} or a JSON line wrote. */
  public static Finding decode(byte[] bytes) {
    return new FindingReader().read(bytes);
  }

  /** Which members are written. */
  enum Members {
    /** Those of the contract, as valid UTF-8. */
    CONTRACT,
    /** Those that are needed to read the same finding back. */
    ALL
  }

  static void write(JsonGenerator json, Finding finding, Members members) throws IOException {
    new Lines(json, members).finding(finding);
  }

  /** Writes the parts of a finding, each with every member. */
  private record Lines(JsonGenerator json, Members members) {

    void finding(Finding finding) throws IOException {
      json.writeStartObject();
      text("schema", SCHEMA);
      text("id", finding.id());
      text("rule", finding.rule());
      text("title", finding.title());
      text("risk", finding.risk().word());
      text("disposition", finding.disposition().word());
      texts("reasons", finding.reasons());
      text("summary", finding.summary());
      text("tenant", finding.tenant());
      text("time", finding.time().toString());
      actor(finding.actor());
      targets(finding.targets());
      evidence(finding.evidence());
      decision(finding.decision());
      events(finding.events());
      text("group", finding.group());
      texts("attack", finding.attack());
      text("pack", finding.pack());
      if (members == Members.ALL) {
        texts("floor", finding.floor());
      }
      json.writeEndObject();
    }

    private void actor(Actor actor) throws IOException {
      json.writeObjectFieldStart("actor");
      text("type", actor.type());
      text("id", actor.id());
      text("name", actor.name());
      text("ip", actor.ip());
      if (members == Members.ALL) {
        text("appId", actor.appId());
      }
      json.writeEndObject();
    }

    private void targets(List<Target> targets) throws IOException {
      json.writeArrayFieldStart("targets");
      for (Target target : targets) {
        json.writeStartObject();
        text("type", target.type());
        text("id", target.id());
        text("appId", target.appId());
        text("name", target.name());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void evidence(List<Evidence> evidence) throws IOException {
      json.writeArrayFieldStart("evidence");
      for (Evidence item : evidence) {
        json.writeStartObject();
        text("property", item.property());
        text("old", item.oldValue());
        text("new", item.newValue());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void decision(Decision decision) throws IOException {
      json.writeObjectFieldStart("decision");
      text("change", decision.change());
      text("reason", decision.reason());
      Decision.NearestChange nearest = decision.nearest();
      if (nearest == null) {
        json.writeNullField("nearest");
      } else {
        json.writeObjectFieldStart("nearest");
        text("id", nearest.id());
        text("missedBy", nearest.missedBy());
        json.writeEndObject();
      }
      json.writeEndObject();
    }

    private void events(List<EventRef> events) throws IOException {
      json.writeArrayFieldStart("events");
      for (EventRef event : events) {
        json.writeStartObject();
        text("id", event.id());
        text("correlationId", event.correlationId());
        text("operation", event.operation());
        text("source", event.source());
        json.writeNumberField("record", event.record());
        json.writeEndObject();
      }
      json.writeEndArray();
    }

    private void texts(String name, List<String> values) throws IOException {
      json.writeArrayFieldStart(name);
      for (String value : values) {
        json.writeString(fit(value));
      }
      json.writeEndArray();
    }

    private void text(String name, @Nullable String value) throws IOException {
      json.writeStringField(name, fit(value));
    }

    private @Nullable String fit(@Nullable String value) {
      return members == Members.ALL ? value : JsonText.whole(value);
    }
  }
}
