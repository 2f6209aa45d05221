package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads scenario files; every member is known, a misspelt one is refused. */
public final class ScenarioReader {

  private final List<String> problems = new ArrayList<>();

  private ScenarioReader() {}

  /**
   * Reads every {@code .yaml} below a folder, sorted by path, or one file.
   *
   * @throws ScenariosRefusedException with everything that is wrong in any of them
   */
  public static List<ScenarioFile> read(Path path) {
    ScenarioReader reader = new ScenarioReader();
    Path folder = folder(path);
    List<ScenarioFile> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(path)) {
      for (Path file : walk.filter(ScenarioReader::scenarios).sorted().toList()) {
        files.add(reader.file(folder, file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (files.isEmpty()) {
      reader.problems.add(
          "%s: error: the folder holds no scenarios.\n    Maybe name another folder."
              .formatted(path));
    }
    if (!reader.problems.isEmpty()) {
      throw new ScenariosRefusedException(reader.problems);
    }
    return files;
  }

  /** The list of equivalent mutants lies beside the scenarios. */
  private static boolean scenarios(Path path) {
    return path.toString().endsWith(".yaml") && !path.endsWith("equivalent-mutants.yaml");
  }

  /** Returns the folder that names of files are relative to. */
  public static Path folder(Path path) {
    Path parent = path.getParent();
    return !Files.isRegularFile(path) ? path : parent == null ? Path.of("") : parent;
  }

  /**
   * Reads the text of a file.
   *
   * @throws ScenariosRefusedException with everything that is wrong
   */
  static ScenarioFile read(String name, String text) {
    ScenarioReader reader = new ScenarioReader();
    ScenarioFile file = reader.file(name, name, text);
    if (!reader.problems.isEmpty()) {
      throw new ScenariosRefusedException(reader.problems);
    }
    return file;
  }

  private ScenarioFile file(Path folder, Path path) {
    String name = folder.relativize(path).toString().replace('\\', '/');
    try {
      return file(
          name, path.toString().replace('\\', '/'), Files.readString(path, StandardCharsets.UTF_8));
    } catch (MalformedInputException e) {
      problems.add("%s: error: the file must be UTF-8.\n    Maybe save it anew.".formatted(path));
    } catch (IOException e) {
      problems.add("%s: error: the file can't be read.".formatted(path));
    }
    return new ScenarioFile(name, null, List.of());
  }

  private ScenarioFile file(String name, String shown, String text) {
    try {
      return new ScenarioFileReader(name, shown, problems).read(ScenarioText.parse(text));
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(e.getLocation().getLineNr(), 1);
      problems.add(
          "%s:%d: error: the file is no YAML: %s\n    Maybe a quote, bracket or indentation is missing."
              .formatted(shown, line, firstLine(e.getOriginalMessage())));
    } catch (YAMLException e) {
      problems.add(
          "%s:1: error: the file is no YAML: %s\n    Maybe a quote or bracket is missing."
              .formatted(shown, firstLine(String.valueOf(e.getMessage()))));
    }
    return new ScenarioFile(name, null, List.of());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("it can't be read.");
  }
}
