package dev.appwatch.ingest;

import dev.appwatch.model.QuarantineReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The column names of a Log Analytics table. */
final class TableColumns {

  private final List<String> names;

  private TableColumns(List<String> names) {
    this.names = names;
  }

  /** Returns the columns, each given as an object with a name or as the name itself. */
  static TableColumns of(@Nullable Object columns) throws RefusedException {
    if (!(columns instanceof List<?> list)) {
      throw unknown("A table must have its columns before its rows.");
    }
    List<String> names = new ArrayList<>();
    for (Object column : list) {
      Object name = column instanceof Map<?, ?> map ? map.get("name") : column;
      if (!(name instanceof String text)) {
        throw unknown("A column of the table has no name.");
      }
      names.add(text);
    }
    if (new LinkedHashSet<>(names).size() != names.size()) {
      throw new RefusedException(QuarantineReason.DUPLICATE_KEY, "The table names a column twice.");
    }
    return new TableColumns(names);
  }

  /** Returns a row with its cells by name. */
  Map<String, @Nullable Object> fields(@Nullable Object row) throws RefusedException {
    if (!(row instanceof List<?> cells) || cells.size() != names.size()) {
      throw unknown("A row must have a cell for each of %d columns.".formatted(names.size()));
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      fields.put(names.get(i), cells.get(i));
    }
    return fields;
  }

  /** Returns a page of one table that holds this row alone: read again, it is the same record. */
  Map<String, @Nullable Object> table(@Nullable Object row) {
    Map<String, @Nullable Object> table = new LinkedHashMap<>();
    table.put("columns", names);
    table.put("rows", Collections.singletonList(row));
    return Map.of(PageShape.TABLES, List.of(table));
  }

  /** Returns about how many bytes the names take. */
  long length() {
    return names.stream().mapToLong(name -> name.length() + 3L).sum();
  }

  private static RefusedException unknown(String detail) {
    return new RefusedException(QuarantineReason.UNKNOWN_SHAPE, detail);
  }
}
