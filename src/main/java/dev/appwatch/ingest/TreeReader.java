package dev.appwatch.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.appwatch.model.QuarantineReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads exactly one JSON value within the limits.
 *
 * <p>Whole numbers become {@code Integer}, {@code Long} or {@code BigInteger}, all others {@code
 * BigDecimal}, so that nothing is rounded.
 */
final class TreeReader {

  private static final int LONGEST_NUMBER = 1000;

  private final Limits limits;
  private final JsonFactory factory;
  private int keys;
  private boolean complete;

  /**
   * @param factory made once by {@link #factory} and shared, so that names are learnt only once
   */
  TreeReader(Limits limits, JsonFactory factory) {
    this.limits = limits;
    this.factory = factory;
  }

  static JsonFactory factory(Limits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(limits.depth() + 1)
                .maxNumberLength(LONGEST_NUMBER)
                .maxStringLength(limits.stringLength())
                .maxNameLength(limits.stringLength())
                .build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  /** Returns the value as maps, lists, strings, numbers, booleans and null. */
  @Nullable Object read(byte[] bytes) throws RefusedException {
    if (!Utf8.valid(bytes)) {
      throw new RefusedException(
          QuarantineReason.BROKEN_UTF8, "The record has bytes that are not UTF-8.");
    }
    for (int i = 0; i < Math.min(4, bytes.length); i++) {
      if (bytes[i] == 0) {
        throw malformed(i);
      }
    }
    keys = 0;
    complete = false;
    try (JsonParser parser = factory.createParser(bytes)) {
      if (parser.nextToken() == null) {
        throw malformed(0);
      }
      Object value = value(parser, 0);
      complete = true;
      if (parser.nextToken() != null) {
        throw trailing();
      }
      return value;
    } catch (StreamConstraintsException e) {
      throw tooLong(e);
    } catch (JsonProcessingException e) {
      if (complete) {
        throw trailing();
      }
      throw malformed(e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private @Nullable Object value(JsonParser parser, int depth)
      throws IOException, RefusedException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth + 1);
      case START_ARRAY -> array(parser, depth + 1);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw malformed(parser.currentTokenLocation().getByteOffset());
    };
  }

  private Map<String, @Nullable Object> object(JsonParser parser, int depth)
      throws IOException, RefusedException {
    checkDepth(depth);
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    int size = 0;
    String name = parser.nextFieldName();
    while (name != null) {
      parser.nextToken();
      fields.put(name, value(parser, depth));
      size++;
      if (fields.size() != size) {
        throw new RefusedException(
            QuarantineReason.DUPLICATE_KEY, "An object of the record names a member twice.");
      }
      count();
      name = parser.nextFieldName();
    }
    return fields;
  }

  private List<@Nullable Object> array(JsonParser parser, int depth)
      throws IOException, RefusedException {
    checkDepth(depth);
    List<@Nullable Object> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      count();
      elements.add(value(parser, depth));
    }
    return elements;
  }

  /** An element of a list counts as a member does: an empty object is three bytes, but a map. */
  private void count() throws RefusedException {
    keys++;
    if (keys > limits.keys()) {
      throw new RefusedException(
          QuarantineReason.TOO_MANY_KEYS,
          "The record has more than %d members and elements of lists.".formatted(limits.keys()));
    }
  }

  private static BigDecimal decimal(JsonParser parser) throws IOException, RefusedException {
    BigDecimal number;
    try {
      number = parser.getDecimalValue();
    } catch (NumberFormatException e) {
      throw absurd();
    }
    if (Math.abs((long) number.scale()) > LONGEST_NUMBER) {
      throw absurd();
    }
    return number;
  }

  private static RefusedException absurd() {
    return new RefusedException(
        QuarantineReason.MALFORMED_JSON, "The record has a number with an absurd exponent.");
  }

  private void checkDepth(int depth) throws RefusedException {
    if (depth > limits.depth()) {
      throw new RefusedException(
          QuarantineReason.TOO_DEEP,
          "The record is nested deeper than %d levels.".formatted(limits.depth()));
    }
  }

  private RefusedException tooLong(StreamConstraintsException problem) {
    String message = String.valueOf(problem.getOriginalMessage());
    if (message.startsWith("Number")) {
      return new RefusedException(
          QuarantineReason.STRING_TOO_LONG,
          "The record has a number of more than %d digits.".formatted(LONGEST_NUMBER));
    }
    if (message.contains("length")) {
      return new RefusedException(
          QuarantineReason.STRING_TOO_LONG,
          "The record has a string of more than %d characters.".formatted(limits.stringLength()));
    }
    return new RefusedException(
        QuarantineReason.TOO_MANY_KEYS, "The record has member names made to collide.");
  }

  private static RefusedException trailing() {
    return new RefusedException(
        QuarantineReason.TRAILING_GARBAGE, "The record goes on after its closing brace.");
  }

  private static RefusedException malformed(long at) {
    return new RefusedException(
        QuarantineReason.MALFORMED_JSON, "The record is not JSON at its byte %d.".formatted(at));
  }
}
