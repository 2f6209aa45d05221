package dev.appwatch.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * In which lines two packs differ.
 *
 * @param lines the lines of each file that differs, by its path relative to the pack
 */
record PackChanges(Map<String, List<Line>> lines) {

  /**
   * A line that only one pack has.
   *
   * @param head whether it is the second pack
   * @param number its number, from 1
   * @param text the line
   */
  record Line(boolean head, int number, String text) {}

  static PackChanges between(Path base, Path head) {
    Map<String, List<Line>> changes = new TreeMap<>();
    SortedSet<String> names = names(base);
    names.addAll(names(head));
    for (String name : names) {
      List<Line> lines = lines(read(base.resolve(name)), read(head.resolve(name)));
      if (!lines.isEmpty()) {
        changes.put(name, lines);
      }
    }
    return new PackChanges(changes);
  }

  /** Returns the lines of the files of one row; a file that was renamed counts as two. */
  Map<String, List<Line>> of(String row) {
    Map<String, List<Line>> files = new TreeMap<>();
    lines.forEach(
        (name, changed) -> {
          if (name.startsWith("drl/") && stem(name).startsWith(row + "-")) {
            files.put(name, changed);
          }
        });
    return files;
  }

  /** Returns the files that belong to no row: lists, limits, calendars, suppression. */
  Map<String, List<Line>> shared() {
    Map<String, List<Line>> files = new TreeMap<>(lines);
    files.keySet().removeIf(name -> name.startsWith("drl/") && !name.startsWith("drl/suppression"));
    files.keySet().removeIf(name -> name.startsWith("schemas/"));
    return files;
  }

  private static String stem(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static SortedSet<String> names(Path pack) {
    SortedSet<String> names = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(pack)) {
      walk.filter(Files::isRegularFile)
          .forEach(path -> names.add(pack.relativize(path).toString().replace('\\', '/')));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  private static List<String> read(Path file) {
    try {
      return Files.isRegularFile(file)
          ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Line> lines(List<String> base, List<String> head) {
    List<Line> lines = new ArrayList<>();
    for (AbstractDelta<String> delta : DiffUtils.diff(base, head).getDeltas()) {
      add(delta.getSource(), false, lines);
      add(delta.getTarget(), true, lines);
    }
    return lines;
  }

  private static void add(Chunk<String> chunk, boolean head, List<Line> lines) {
    int number = chunk.getPosition() + 1;
    for (String text : chunk.getLines()) {
      lines.add(new Line(head, number++, text));
    }
  }
}
