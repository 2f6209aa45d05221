package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.Reader;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads the lists and limits of a pack; collects problems instead of stopping at the first. */
final class PackFiles {

  static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .registerModule(times());

  private final Path pack;
  private final List<PackProblem> problems = new ArrayList<>();

  PackFiles(Path pack) {
    this.pack = pack;
  }

  List<PackProblem> problems() {
    return problems;
  }

  void add(ChangeProblem problem) {
    problems.add(
        new PackProblem(
            problem.file(), problem.line(), "%s: %s".formatted(problem.code(), problem.message())));
  }

  /** Returns the rows of every list by its name, without {@code .csv}. */
  Map<String, List<Map<String, String>>> lists() {
    Map<String, List<Map<String, String>>> lists = new TreeMap<>();
    Path folder = pack.resolve("reference");
    if (!Files.isDirectory(folder)) {
      problems.add(
          new PackProblem(
              "reference", 0, "the folder is missing.\n    Maybe this is not a policy pack."));
      return lists;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".csv")) {
          lists.put(name.substring(0, name.length() - 4), rows(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lists;
  }

  private List<Map<String, String>> rows(Path file) {
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setCommentMarker('#')
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .get();
    List<Map<String, String>> rows = new ArrayList<>();
    String name = relative(file);
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(reader, format)) {
      for (CSVRecord row : parser) {
        if (!row.isConsistent()) {
          problems.add(
              new PackProblem(
                  name,
                  (int) parser.getCurrentLineNumber(),
                  "the row has (%d) cells, the header has (%d).\n    Maybe a cell with a comma needs quotes."
                      .formatted(row.size(), parser.getHeaderNames().size())));
        } else {
          rows.add(new LinkedHashMap<>(row.toMap()));
        }
      }
    } catch (IOException | IllegalArgumentException | UncheckedIOException e) {
      problems.add(new PackProblem(name, 0, "the list can't be read: " + e.getMessage()));
    }
    return rows;
  }

  /** Returns the policy with the members of {@code differences} put over it. */
  Policy policy(JsonNode differences) {
    Path file = pack.resolve("policy.yaml");
    try {
      JsonNode read = YAML.readTree(Files.readString(file, StandardCharsets.UTF_8));
      if (!(read instanceof ObjectNode tree)) {
        problems.add(new PackProblem("policy.yaml", 0, "the file holds no settings."));
        return fallback();
      }
      merge(tree, differences);
      return YAML.treeToValue(tree, Policy.class);
    } catch (UnrecognizedPropertyException e) {
      problems.add(
          new PackProblem(
              "policy.yaml",
              0,
              "there is no setting (%s).\n    Maybe one of %s."
                  .formatted(e.getPropertyName(), e.getKnownPropertyIds())));
    } catch (InvalidFormatException e) {
      problems.add(
          new PackProblem(
              "policy.yaml",
              0,
              "the value (%s) of (%s) must be %s."
                  .formatted(e.getValue(), member(e), named(e.getTargetType()))));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(new PackProblem("policy.yaml", Math.max(line, 0), e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add(new PackProblem("policy.yaml", 0, "the file is missing or can't be read."));
    }
    return fallback();
  }

  private static String member(JsonMappingException e) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  private static String named(Class<?> type) {
    boolean whole = type == Integer.class || type == int.class || type == long.class;
    return whole ? "a whole number" : type == boolean.class ? "true or false" : "of another kind";
  }

  /** Only so that reading can go on and find more problems; never used to judge. */
  private static Policy fallback() {
    Policy.Limit limit = new Policy.Limit(Duration.ofDays(180), "enabled", null);
    return new Policy(
        null,
        10,
        true,
        false,
        true,
        List.of(),
        new Policy.CredentialLimits(24, limit, limit, limit, limit),
        null,
        List.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  private static void merge(ObjectNode tree, JsonNode differences) {
    for (Map.Entry<String, JsonNode> entry : differences.properties()) {
      if (entry.getValue().isObject() && tree.get(entry.getKey()) instanceof ObjectNode inner) {
        merge(inner, entry.getValue());
      } else {
        tree.set(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Returns the calendars of the pack, or the one that {@code differences} puts in their place. */
  Calendars calendars(JsonNode differences) {
    Path folder = pack.resolve("calendars");
    return differences.isObject()
        ? CalendarReader.read(differences, folder)
        : CalendarReader.read(folder);
  }

  private String relative(Path file) {
    return pack.relativize(file).toString().replace('\\', '/');
  }

  private static SimpleModule times() {
    return new SimpleModule()
        .addDeserializer(Duration.class, new Parsed<>(Duration.class, Duration::parse))
        .addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse));
  }

  /** Reads a value that is written as one text. */
  private static final class Parsed<T> extends StdDeserializer<T> {

    @Serial private static final long serialVersionUID = 1L;

    private final transient Function<String, T> parser;

    Parsed(Class<T> type, Function<String, T> parser) {
      super(type);
      this.parser = parser;
    }

    @Override
    public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
      try {
        return parser.apply(json.getText());
      } catch (DateTimeException e) {
        throw JsonMappingException.from(
            json,
            "the value (%s) is no %s.\n    Maybe one like P180D, or 2026-03-04T09:00:00Z."
                .formatted(json.getText(), handledType().getSimpleName().toLowerCase(Locale.ROOT)));
      }
    }
  }
}
