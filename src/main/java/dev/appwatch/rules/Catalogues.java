package dev.appwatch.rules;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** The values that logs are known to write, as the lists of a pack name them. */
final class Catalogues {

  private record Source(String file, List<String> columns) {}

  private static final Map<String, Source> SOURCES =
      Map.of(
          "operations", new Source("operations.csv", List.of("operation")),
          "permissions", new Source("privileged-permissions.csv", List.of("value", "guid")),
          "roles", new Source("privileged-roles.csv", List.of("name", "template_id", "aliases")));

  private Catalogues() {}

  /**
   * Returns the values in lower case, by the name of the catalogue; an empty set where the pack has
   * no such list. What is wrong with a list is for those to say who judge by it.
   */
  static Map<String, Set<String>> read(Path pack) {
    Map<String, Set<String>> catalogues = new java.util.TreeMap<>();
    SOURCES.forEach(
        (name, source) ->
            catalogues.put(name, values(pack.resolve("reference").resolve(source.file()), source)));
    return catalogues;
  }

  private static Set<String> values(Path file, Source source) {
    Set<String> values = new HashSet<>();
    if (!Files.isRegularFile(file)) {
      return values;
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        CSVParser parser = format.parse(reader)) {
      for (CSVRecord row : parser) {
        for (String column : source.columns()) {
          if (row.isSet(column)) {
            for (String value : row.get(column).split(";")) {
              values.add(value.strip().toLowerCase(Locale.ROOT));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      return Set.of();
    }
    return values;
  }
}
