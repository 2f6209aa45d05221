package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one value of a JSON or YAML file as it was written: every scalar is a text. */
final class EntryTokens {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonParser parser;
  private final List<BadValueException> refusals = new ArrayList<>();

  EntryTokens(JsonParser parser) {
    this.parser = parser;
  }

  /** Returns why the value is not plain, empty when it is. */
  List<BadValueException> refusals() {
    return refusals;
  }

  /** Reads the value whose first token is the current one. */
  JsonNode read() throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return object();
    }
    if (token == JsonToken.START_ARRAY) {
      ArrayNode array = NODES.arrayNode();
      while (next() != JsonToken.END_ARRAY) {
        array.add(read());
      }
      return array;
    }
    if (token == JsonToken.VALUE_NULL) {
      return NODES.nullNode();
    }
    if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
      refusals.add(
          new BadValueException(
              "ALIAS",
              "the alias (*%s) is not followed.\n    Maybe write the value again."
                  .formatted(NearWord.shown(parser.getText()))));
      return NODES.nullNode();
    }
    return NODES.textNode(parser.getText());
  }

  private ObjectNode object() throws IOException {
    ObjectNode object = NODES.objectNode();
    while (next() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      next();
      if (object.replace(name, read()) != null) {
        refusals.add(
            new BadValueException(
                "DUPLICATE_MEMBER",
                "it has the member (%s) twice.".formatted(NearWord.shown(name))));
      }
    }
    return object;
  }

  private JsonToken next() throws IOException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw new java.io.EOFException("the file ends too early.");
    }
    return token;
  }
}
