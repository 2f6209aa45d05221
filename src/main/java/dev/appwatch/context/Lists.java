package dev.appwatch.context;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rows of the reference lists, by list. */
final class Lists {

  private final Map<String, List<Map<String, String>>> rowsByList;
  private final Map<String, Set<String>> columns = new ConcurrentHashMap<>();

  Lists(Map<String, List<Map<String, String>>> rowsByList) {
    this.rowsByList = rowsByList;
  }

  /** Returns the rows of every list, by its name. */
  Map<String, List<Map<String, String>>> all() {
    return Collections.unmodifiableMap(rowsByList);
  }

  /** Returns the rows of a list; a list that the pack leaves out is empty. */
  List<Map<String, String>> rows(String list) {
    return rowsByList.getOrDefault(list, List.of());
  }

  /** Returns the non-blank values of one column in lower case; read once, asked of every event. */
  Set<String> column(String list, String column) {
    return columns.computeIfAbsent(list + "/" + column, key -> read(list, column));
  }

  private Set<String> read(String list, String column) {
    Set<String> values = new HashSet<>();
    for (Map<String, String> row : rows(list)) {
      String value = cell(row, column);
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return Collections.unmodifiableSet(values); // shared from now on
  }

  /** Returns a cell in lower case, or the empty string. */
  static String cell(Map<String, String> row, String column) {
    return row.getOrDefault(column, "").strip().toLowerCase(Locale.ROOT);
  }
}
