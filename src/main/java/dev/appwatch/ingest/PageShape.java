package dev.appwatch.ingest;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a page of records from a record.
 *
 * <p>An object is a page when it has {@code records}, {@code value}, {@code events} or another name
 * that tools give their pages, with an array that is empty or starts with an object, or {@code
 * tables} with an array of Log Analytics tables, and when none of its own members is one that only
 * a record has, such as an id, a time or an operation. Everything else beside the array, such as
 * {@code @odata.nextLink}, is dropped with the page. Of an object longer than a record may be, only
 * the members before the array are asked.
 */
final class PageShape {

  static final String TABLES = "tables";

  private static final List<String> PAGES =
      List.of(
          "records", "value", "events", "results", "data", "items", "logs", "Records", "responses");
  private static final Set<String> MARKS =
      Set.of(
          "id",
          "appId",
          "objectId",
          "operation",
          "operationName",
          "activity",
          "activityDisplayName",
          "activityDateTime",
          "time",
          "createdDateTime",
          "category",
          "correlationId",
          "recordType",
          "resourceId",
          "userId",
          "eventName",
          "Id",
          "AppId",
          "ObjectId",
          "Operation",
          "OperationName",
          "ActivityDisplayName",
          "ActivityDateTime",
          "TimeGenerated",
          "CreationTime",
          "CreationDate",
          "Category",
          "CorrelationId",
          "RecordType",
          "ResourceId",
          "UserId");

  private PageShape() {}

  static boolean pageName(String name) {
    return PAGES.contains(name);
  }

  static boolean mark(String name) {
    return MARKS.contains(name);
  }

  /** Returns whether a complete object is a page. */
  static boolean page(Map<String, @Nullable Object> fields) {
    // asked of every record: no stream where a loop will do
    boolean candidate = tables(fields.get(TABLES));
    for (int i = 0; i < PAGES.size() && !candidate; i++) {
      candidate = records(fields.get(PAGES.get(i)));
    }
    return candidate && fields.keySet().stream().noneMatch(MARKS::contains);
  }

  static boolean records(@Nullable Object value) {
    return value instanceof List<?> list && (list.isEmpty() || list.get(0) instanceof Map);
  }

  static boolean tables(@Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      return false;
    }
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> table)
          || !(table.get("columns") instanceof List)
          || !(table.get("rows") instanceof List)) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether the object that starts at a position shows within its bytes to be a page. */
  static boolean startsPage(ByteWindow window, long from, long to) {
    JsonCursor cursor = new JsonCursor(window, from + 1);
    boolean found = false;
    String name = cursor.name(to);
    while (name != null) {
      if (mark(name)) {
        return false;
      }
      boolean candidate = pageName(name) || name.equals(TABLES);
      if (candidate && cursor.peek(to) == '[') {
        int first = cursor.afterBracket(to);
        found |= first == '{' || first == ']';
      }
      if (!cursor.skipValue(to)) {
        return found;
      }
      name = cursor.name(to);
    }
    return found;
  }
}
