package dev.appwatch.rules;

import dev.appwatch.drl.Gate;
import dev.appwatch.text.ListFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The values that logs are known to write, as the lists of a pack name them. */
final class Catalogues {

  private static final Map<String, List<String>> COLUMNS =
      Map.of(
          "operations", List.of("operation"),
          "permissions", List.of("value", "guid"),
          "roles", List.of("name", "template_id", "aliases"));

  private Catalogues() {}

  /**
   * Returns the values in lower case, by the name of the catalogue; an empty set where the pack has
   * no such list. What is wrong with a list is for those to say who judge by it.
   */
  static Map<String, Set<String>> read(Path pack) {
    Map<String, Set<String>> catalogues = new java.util.TreeMap<>();
    Path folder = pack.resolve("reference");
    Gate.LISTS.forEach(
        (name, file) ->
            catalogues.put(
                name, values(folder.resolve(file), COLUMNS.getOrDefault(name, List.of()))));
    return catalogues;
  }

  private static Set<String> values(Path file, List<String> columns) {
    Set<String> values = new HashSet<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    try {
      ListFile list = ListFile.read(file);
      for (String column : columns) {
        int at = list.header().cells().indexOf(column);
        for (ListFile.Row row : list.rows()) {
          if (at >= 0 && at < row.cells().size()) {
            for (String value : row.cells().get(at).split(";")) {
              values.add(value.strip().toLowerCase(Locale.ROOT));
            }
          }
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return values;
  }
}
