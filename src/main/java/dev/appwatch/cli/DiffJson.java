package dev.appwatch.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.model.Finding;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what two packs judge differently as one JSON document, finding by finding. */
final class DiffJson {

  private final JsonGenerator json;

  private DiffJson(JsonGenerator json) {
    this.json = json;
  }

  static void write(
      PackDiff diff,
      String basePack,
      String headPack,
      PackChanges changes,
      DiffTotals totals,
      boolean noise,
      PrintWriter out) {
    try {
      // the writer belongs to the command, and stays open
      JsonGenerator json = new ObjectMapper().createGenerator(out);
      json.useDefaultPrettyPrinter();
      new DiffJson(json).document(diff, basePack, headPack, changes, totals, noise);
      json.flush();
      out.println();
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void document(
      PackDiff diff,
      String basePack,
      String headPack,
      PackChanges changes,
      DiffTotals totals,
      boolean noise)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("schema", "appwatch.diff/1");
    side("base", basePack, diff.baseFindings().total(), diff.baseCounts().quarantined());
    side("head", headPack, diff.headFindings().total(), diff.headCounts().quarantined());
    files(changes);
    json.writeArrayFieldStart("findings");
    diff.forEach(
        moved -> {
          totals.add(moved);
          if (!moved.kinds().isEmpty()) {
            finding(moved, totals, changes);
          }
        });
    json.writeEndArray();
    json.writeObjectFieldStart("counts");
    for (Moved.Kind kind : Moved.Kind.values()) {
      json.writeNumberField(word(kind), totals.count(kind));
    }
    json.writeNumberField("highVanished", totals.vanishedCount() + totals.allowedCount());
    json.writeNumberField("allowed", totals.allowedCount());
    json.writeEndObject();
    if (noise) {
      noise(totals.noise());
    }
    json.writeEndObject();
  }

  private void side(String name, String pack, long findings, long quarantined) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("pack", pack);
    json.writeNumberField("findings", findings);
    json.writeNumberField("quarantined", quarantined);
    json.writeEndObject();
  }

  private void files(PackChanges changes) throws IOException {
    json.writeArrayFieldStart("files");
    for (Map.Entry<String, List<PackChanges.Line>> file : changes.lines().entrySet()) {
      json.writeStartObject();
      json.writeStringField("file", file.getKey());
      json.writeArrayFieldStart("lines");
      for (PackChanges.Line line : file.getValue()) {
        json.writeStartObject();
        json.writeStringField("pack", line.head() ? "head" : "base");
        json.writeNumberField("line", line.number());
        json.writeStringField("text", line.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void finding(Moved moved, DiffTotals totals, PackChanges changes) {
    try {
      Finding finding = moved.finding();
      json.writeStartObject();
      json.writeStringField("id", finding.id());
      json.writeStringField("rule", finding.rule());
      json.writeStringField("time", finding.time().toString());
      json.writeStringField("actor", finding.actor().label());
      json.writeStringField("summary", finding.summary());
      json.writeArrayFieldStart("moved");
      for (Moved.Kind kind : moved.kinds()) {
        json.writeString(word(kind));
      }
      json.writeEndArray();
      judged("base", moved.base());
      judged("head", moved.head());
      json.writeBooleanField("highVanished", moved.highVanished());
      json.writeBooleanField("allowed", moved.highVanished() && totals.allows(moved));
      json.writeArrayFieldStart("ruleFiles");
      for (String file : changes.of(finding.rule()).keySet()) {
        json.writeString(file);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void judged(String name, @Nullable Finding finding) throws IOException {
    if (finding == null) {
      json.writeNullField(name);
      return;
    }
    json.writeObjectFieldStart(name);
    json.writeStringField("risk", finding.risk().word());
    json.writeStringField("disposition", finding.disposition().word());
    json.writeArrayFieldStart("reasons");
    for (String reason : finding.reasons()) {
      json.writeString(reason);
    }
    json.writeEndArray();
    json.writeStringField("decision", finding.decision().reason());
    json.writeStringField("change", finding.decision().change());
    json.writeEndObject();
  }

  private void noise(List<Noise.Day> days) throws IOException {
    json.writeArrayFieldStart("noise");
    for (Noise.Day day : days) {
      json.writeStartObject();
      json.writeStringField("rule", day.rule());
      json.writeStringField("day", day.day().toString());
      json.writeNumberField("base", day.base());
      json.writeNumberField("head", day.head());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String word(Moved.Kind kind) {
    return switch (kind) {
      case GONE -> "gone";
      case NEW -> "new";
      case RISK -> "risk";
      case DISPOSITION -> "disposition";
      case REASONS -> "reasons";
    };
  }
}
