package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads feeds in YAML and JSON, our own and ServiceNow's, one entry at a time. */
final class TreeFeed {

  private static final int MOST_DEPTH = 50;
  private static final Map<String, Entry.Kind> LISTS =
      Map.of(
          "changes", Entry.Kind.CHANGE,
          "approvals", Entry.Kind.APPROVAL,
          "freezes", Entry.Kind.FREEZE,
          "result", Entry.Kind.CHANGE);
  private static final Set<String> KNOWN =
      Set.of("readAt", "changes", "approvals", "freezes", "$schema");
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build();
  private static final JsonFactory JSON =
      JsonFactory.builder().streamReadConstraints(LIMITS).build();
  private static final YAMLFactory YAML =
      YAMLFactory.builder().streamReadConstraints(LIMITS).loaderOptions(options()).build();

  private final FeedCollector collector;
  private final ServiceNowFields fields;
  private final Map<String, Integer> seen = new HashMap<>();
  private boolean serviceNow;

  TreeFeed(FeedCollector collector, ServiceNowFields fields) {
    this.collector = collector;
    this.fields = fields;
  }

  private static LoaderOptions options() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE); // the file's bytes are limited already
    options.setNestingDepthLimit(MOST_DEPTH);
    return options;
  }

  /** Returns whether the file turned out to be a page of ServiceNow's Table API. */
  boolean serviceNow() {
    return serviceNow;
  }

  /** Returns a parser of YAML that is not led astray by what a file may hold. */
  static JsonParser yaml(String text) throws IOException {
    return YAML.createParser(new StringReader(text));
  }

  void read(String text, boolean yaml) {
    JsonParser parser = null;
    try (JsonParser opened = yaml ? yaml(text) : JSON.createParser(new StringReader(text))) {
      parser = opened;
      document(opened, yaml);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      collector.unreadable(line, "the file is damaged: " + firstLine(e.getOriginalMessage()));
    } catch (IOException | YAMLException | NumberFormatException e) {
      collector.unreadable(lineOf(parser), "the file is damaged: " + firstLine(e.getMessage()));
    }
  }

  private void document(JsonParser parser, boolean yaml) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null && yaml) {
      return; // nothing but comments: no changes
    }
    if (first != JsonToken.START_OBJECT) {
      collector.unreadable(
          lineOf(parser), "the file must be an object.\n    Maybe with a member changes.");
      return;
    }
    JsonToken token = parser.nextToken();
    while (token == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int line = lineOf(parser);
      parser.nextToken();
      if (seen.putIfAbsent(name, line) == null) {
        member(parser, name, line);
      } else {
        collector.unreadable(
            line, "the file has the member (%s) twice.".formatted(NearWord.shown(name)));
        parser.skipChildren();
      }
      token = parser.nextToken();
    }
    if (token != JsonToken.END_OBJECT) {
      collector.unreadable(lineOf(parser), "the file ends too early.");
    } else if (parser.nextToken() != null) {
      collector.unreadable(lineOf(parser), "the file goes on after its end.");
    }
    checkShape();
  }

  private void checkShape() {
    serviceNow = seen.containsKey("result");
    if (serviceNow) {
      return; // its pages may carry more than the result
    }
    seen.forEach(
        (name, line) -> {
          if (!KNOWN.contains(name)) {
            collector.unknownMember(line, name, KNOWN);
          }
        });
  }

  private void member(JsonParser parser, String name, int line) throws IOException {
    if (name.equals("readAt") && parser.currentToken().isScalarValue()) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        collector.readAt(parser.getText(), line);
      }
      return;
    }
    Entry.Kind kind = LISTS.get(name);
    if (kind == null) {
      parser.skipChildren();
      return;
    }
    if (parser.currentToken() == JsonToken.START_ARRAY) {
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        entry(parser, kind, name.equals("result"));
      }
    } else if (name.equals("result") && parser.currentToken() == JsonToken.START_OBJECT) {
      entry(parser, kind, true); // one record, asked for by its id
    } else if (parser.currentToken() != JsonToken.VALUE_NULL) {
      collector.unreadable(line, "the member (%s) must be a list.".formatted(name));
      parser.skipChildren();
    }
  }

  private void entry(JsonParser parser, Entry.Kind kind, boolean record) throws IOException {
    int line = lineOf(parser);
    if (parser.currentToken() == null) {
      throw new java.io.EOFException("the file ends too early.");
    }
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      collector.refuse("BAD_VALUE", line, null, "an entry must be an object.");
      parser.skipChildren();
      return;
    }
    EntryTokens tokens = new EntryTokens(parser);
    com.fasterxml.jackson.databind.JsonNode members = tokens.read();
    collector.add(
        new Entry(
            kind,
            line,
            record ? ServiceNowRecord.members(members, fields) : members,
            tokens.refusals()));
  }

  private static int lineOf(@Nullable JsonParser parser) {
    return parser == null ? 0 : parser.currentTokenLocation().getLineNr();
  }

  static String firstLine(@Nullable String message) {
    String text = message == null ? "" : message.strip();
    int end = text.indexOf('\n');
    return NearWord.shown(end < 0 ? text : text.substring(0, end));
  }
}
