package dev.appwatch.context;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.BusinessCalendar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads business calendars: all files of a folder, or one that is handed over. */
public final class CalendarReader {

  private CalendarReader() {}

  /**
   * Reads every {@code .yaml} file of a folder; a folder that is missing holds none.
   *
   * @param folder for example {@code rules/calendars}
   */
  public static Calendars read(Path folder) {
    List<Calendars.Read> read = new ArrayList<>();
    List<ChangeProblem> problems = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return Calendars.NONE;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
          read.add(calendar(file, name, problems));
        }
      }
    } catch (IOException e) {
      problems.add(
          new ChangeProblem("UNREADABLE", "calendars", 0, null, "the folder can't be listed."));
      read.add(new Calendars.Read(Optional.empty(), null));
    }
    return calendars(read, problems);
  }

  /** Reads one calendar that was written elsewhere, in place of those of a folder. */
  static Calendars read(JsonNode tree, Path folder) {
    List<ChangeProblem> problems = new ArrayList<>();
    try (JsonParser parser = PackFiles.YAML.treeAsTokens(tree)) {
      return calendars(
          List.of(CalendarFile.read(parser, "business-hours.yaml", folder, problems)), problems);
    } catch (IOException e) {
      throw new IllegalStateException("A tree in memory can always be read.", e);
    }
  }

  private static Calendars.Read calendar(Path file, String name, List<ChangeProblem> problems) {
    Path folder = file.toAbsolutePath().getParent();
    try (JsonParser parser = TreeFeed.yaml(FeedFile.read(file).text())) {
      return CalendarFile.read(
          parser, name, folder == null ? file.toAbsolutePath() : folder, problems);
    } catch (BadValueException e) {
      problems.add(new ChangeProblem(e.code(), CalendarFile.FOLDER + name, 0, null, e.message()));
    } catch (IOException | org.yaml.snakeyaml.error.YAMLException | NumberFormatException e) {
      problems.add(
          new ChangeProblem(
              "UNREADABLE",
              CalendarFile.FOLDER + name,
              e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                      && json.getLocation() != null
                  ? Math.max(json.getLocation().getLineNr(), 0)
                  : 0,
              null,
              "the file is damaged: " + TreeFeed.firstLine(e.getMessage())));
    }
    return new Calendars.Read(Optional.empty(), null);
  }

  /** Two calendars of one id contradict each other: both are broken. */
  private static Calendars calendars(List<Calendars.Read> read, List<ChangeProblem> problems) {
    Set<String> ids = new HashSet<>();
    Set<String> twice = new HashSet<>();
    for (Calendars.Read one : read) {
      one.calendar().map(BusinessCalendar::id).filter(id -> !ids.add(id)).ifPresent(twice::add);
    }
    for (String id : twice.stream().sorted().toList()) {
      problems.add(
          new ChangeProblem(
              "DUPLICATE_ID", "calendars", 0, id, "two calendars have this id; neither counts."));
    }
    List<Calendars.Read> sound =
        read.stream()
            .map(
                one ->
                    one.calendar().filter(calendar -> twice.contains(calendar.id())).isPresent()
                        ? new Calendars.Read(Optional.empty(), one.scope())
                        : one)
            .toList();
    return new Calendars(sound, problems);
  }
}
