package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.appwatch.text.ListFile;
import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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
import org.jspecify.annotations.Nullable;

/** Reads the lists and limits of a pack; collects problems instead of stopping at the first. */
final class PackFiles {

  static final ObjectMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build()
          .registerModule(times());

  private static final String POLICY = "policy.yaml";

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
          String list = name.substring(0, name.length() - 4);
          lists.put(list, rows(file, ListForm.of(list)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return lists;
  }

  private List<Map<String, String>> rows(Path file, @Nullable ListForm form) {
    List<Map<String, String>> rows = new ArrayList<>();
    String name = relative(file);
    try {
      ListFile list = ListFile.read(file);
      List<String> columns = list.header().cells();
      if (form != null) {
        add(name, list.header().line(), form.wrongHeader(columns));
      }
      for (ListFile.Row row : list.rows()) {
        List<String> cells = row.cells();
        if (cells.size() != columns.size()) {
          String message =
              "the row has (%d) cells, the header has (%d).\n    Maybe a cell with a comma needs quotes."
                  .formatted(cells.size(), columns.size());
          problems.add(new PackProblem(name, row.line(), message));
          continue;
        }
        Map<String, String> cellsByColumn = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
          cellsByColumn.put(columns.get(i), cells.get(i));
        }
        if (form != null) {
          add(name, row.line(), form.wrongCells(cellsByColumn));
        }
        rows.add(cellsByColumn);
      }
    } catch (CharacterCodingException e) {
      problems.add(
          new PackProblem(name, 0, "the list is no UTF-8.\n    Maybe save it as \"CSV UTF-8\"."));
    } catch (IOException e) {
      problems.add(new PackProblem(name, 0, "the list can't be read: " + e.getMessage()));
    }
    return rows;
  }

  void add(String file, int line, List<String> messages) {
    messages.forEach(message -> problems.add(new PackProblem(file, line, message)));
  }

  /** Returns the policy with the members of {@code differences} put over it. */
  Policy policy(JsonNode differences) {
    String text = "";
    try {
      text = Files.readString(pack.resolve(POLICY), StandardCharsets.UTF_8);
      if (!(YAML.readTree(text) instanceof ObjectNode tree)) {
        problems.add(new PackProblem(POLICY, 0, "the file holds no settings."));
        return fallback();
      }
      merge(tree, differences);
      return YAML.treeToValue(tree, Policy.class);
    } catch (JsonMappingException e) {
      problems.add(new PackProblem(POLICY, line(text, differences, e), message(e)));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problems.add(new PackProblem(POLICY, Math.max(line, 0), e.getOriginalMessage()));
    } catch (IOException e) {
      problems.add(new PackProblem(POLICY, 0, "the file is missing or can't be read."));
    }
    return fallback();
  }

  private static String message(JsonMappingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      String name = unknown.getPropertyName();
      List<String> known = unknown.getKnownPropertyIds().stream().map(String::valueOf).toList();
      return "there is no setting (%s).%s"
          .formatted(NearWord.shown(name), NearWord.maybe(name, known));
    }
    if (e instanceof InvalidFormatException value) {
      return "the value (%s) of (%s) must be %s."
          .formatted(value.getValue(), member(e, "."), named(value.getTargetType()));
    }
    if (e instanceof ValueInstantiationException && e.getCause() != null) {
      String member = member(e, ".");
      return (member.isEmpty() ? "" : member + ": ") + e.getCause().getMessage();
    }
    return e.getOriginalMessage();
  }

  private static String member(JsonMappingException e, String between) {
    return e.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining(between));
  }

  /** Returns the line of a setting; 0 for what concerns several, and for what differences say. */
  private static int line(String text, JsonNode differences, JsonMappingException e) {
    String pointer = "/" + member(e, "/");
    if (!differences.at(pointer).isMissingNode()) {
      return 0;
    }
    try (JsonParser json = YAML.createParser(text)) {
      while (json.nextToken() != null) {
        if (json.currentToken() == JsonToken.FIELD_NAME
            && json.getParsingContext().pathAsPointer().toString().equals(pointer)) {
          return json.currentTokenLocation().getLineNr();
        }
      }
    } catch (IOException damaged) {
      return 0;
    }
    return 0;
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
