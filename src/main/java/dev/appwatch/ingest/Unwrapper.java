package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.appwatch.model.QuarantineReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes records out of what other tools put around them: Splunk, Elastic, Wazuh, Cribl, Purview.
 *
 * <p>A wrapper may hold a page, a page wrappers; at most {@link #DEEPEST} of them in one another.
 */
final class Unwrapper {

  /** How many pages and wrappers may lie in one another. */
  static final int DEEPEST = 4;

  private static final long MOST_GROWTH = 16;
  private static final Object NOT_WRAPPED = new Object();
  private static final List<String> MESSAGES = List.of("message", "full_message", "Body", "body");
  private static final List<String> ACTIVITY_NAMES =
      List.of(
          "operationName",
          "OperationName",
          "Operation",
          "activityDisplayName",
          "ActivityDisplayName");

  private final TreeReader trees;
  private final Delivery delivery;
  private final @Nullable PageFinder finder;
  private long offset;
  private byte[] bytes = new byte[0];
  private @Nullable Taken first;
  private boolean several;
  private long columnBytes;

  /**
   * What was taken out of a wrapper.
   *
   * @param fields the record, null when it is refused
   * @param refusal why it is, else null
   * @param own what stands for it where the wrapper held more
   */
  private record Taken(
      @Nullable Map<String, @Nullable Object> fields,
      @Nullable RefusedException refusal,
      @Nullable Object own) {}

  /**
   * @param finder finds what nobody listed; null for tables, whose cells are no wrappers
   */
  Unwrapper(TreeReader trees, Delivery delivery, @Nullable PageFinder finder) {
    this.trees = trees;
    this.delivery = delivery;
    this.finder = finder;
  }

  /**
   * Delivers what a value holds; every record of it is said to lie where the value lies. One alone
   * keeps the bytes of the value. Of several each has its own, written anew: else a small wrapper
   * of many records would be kept as often as it has records.
   */
  void deliver(@Nullable Object value, int depth, long offset, byte[] bytes) {
    this.offset = offset;
    this.bytes = bytes;
    first = null;
    several = false;
    columnBytes = 0;
    expand(value, depth);
    if (first != null) {
      hand(first, bytes);
    }
  }

  /** Holds the first back until it is known whether it is the only one. */
  private void take(Taken one) {
    if (first != null) {
      hand(first, TreeWriter.write(first.own()));
      first = null;
      several = true;
    }
    if (several) {
      hand(one, TreeWriter.write(one.own()));
    } else {
      first = one;
    }
  }

  private void hand(Taken one, byte[] kept) {
    if (one.fields() != null) {
      delivery.record(one.fields(), offset, kept);
    } else if (one.refusal() != null) {
      delivery.quarantine(one.refusal(), offset, kept);
    }
  }

  private void expand(@Nullable Object value, int depth) {
    if (!(value instanceof Map<?, ?>)) {
      refuse(QuarantineReason.UNKNOWN_SHAPE, "A record must be an object.", value);
      return;
    }
    Map<String, @Nullable Object> fields = fields(value);
    if (PageShape.page(fields)) {
      if (!tooDeep(fields, depth)) {
        expandPage(fields, depth + 1);
      }
      return;
    }
    Object inner;
    try {
      inner = inner(fields);
    } catch (RefusedException e) {
      take(new Taken(null, e, fields));
      return;
    }
    if (inner != NOT_WRAPPED) {
      if (!tooDeep(fields, depth)) {
        expandInner(inner, depth + 1);
      }
      return;
    }
    // what lies too deep to look into is for the normaliser to understand or not
    List<Object> found = finder == null || depth >= DEEPEST ? List.of() : finder.find(fields);
    if (found.isEmpty()) {
      take(new Taken(fields, null, fields));
    }
    found.forEach(member -> expandInner(member, depth + 1));
  }

  private void expandInner(@Nullable Object inner, int depth) {
    if (inner instanceof List<?> list) {
      list.forEach(element -> expand(element, depth));
    } else {
      expand(inner, depth);
    }
  }

  private void expandPage(Map<String, @Nullable Object> page, int depth) {
    page.forEach(
        (name, value) -> {
          if (PageShape.pageName(name) && value instanceof List<?> list) {
            list.forEach(element -> expand(element, depth));
          } else if (name.equals(PageShape.TABLES) && value instanceof List<?> list) {
            list.forEach(table -> expandTable((Map<?, ?>) table));
          }
        });
  }

  private void expandTable(Map<?, ?> table) {
    List<?> rows = rows(table);
    TableColumns columns;
    try {
      columns = TableColumns.of(table.get("columns"));
    } catch (RefusedException e) {
      rows.forEach(row -> take(new Taken(null, e, row)));
      return;
    }
    // names stand once for all rows: where they are too long to be repeated, rows go without
    columnBytes += columns.length() * rows.size();
    boolean named = columnBytes <= MOST_GROWTH * bytes.length;
    for (Object row : rows) {
      try {
        take(new Taken(columns.fields(row), null, named ? columns.table(row) : row));
      } catch (RefusedException e) {
        take(new Taken(null, e, row));
      }
    }
  }

  private static List<?> rows(Map<?, ?> table) {
    return table.get("rows") instanceof List<?> rows ? rows : List.of();
  }

  private @Nullable Object inner(Map<String, @Nullable Object> fields) throws RefusedException {
    if (fields.get("_raw") instanceof String text) {
      return read(text);
    }
    Object audit = fields.get("AuditData");
    if (audit instanceof String text) {
      return completed(read(text), fields);
    }
    if (audit instanceof Map) {
      return completed(audit, fields);
    }
    if (fields.get("event") instanceof Map<?, ?> event
        && event.get("original") instanceof String text) {
      return read(text);
    }
    if ("office365".equals(fields.get("integration")) && fields.get("office365") instanceof Map) {
      return fields.get("office365");
    }
    if (fields.size() == 1 && fields.get("o365audit") instanceof Map) {
      return fields.get("o365audit");
    }
    if (fields.get("hits") instanceof Map<?, ?> hits && hits.get("hits") instanceof List) {
      return hits.get("hits");
    }
    if (fields.get("_source") instanceof Map) {
      return fields.get("_source");
    }
    if (fields.get("result") instanceof Map<?, ?> result
        && (result.containsKey("_raw") || fields.containsKey("preview"))) {
      return result;
    }
    return message(fields);
  }

  /** Event Hubs capture has a body, log shippers a message; either may be text or an object. */
  private @Nullable Object message(Map<String, @Nullable Object> fields) {
    for (String name : MESSAGES) {
      Object value = fields.get(name);
      if (value != null && !namesActivity(fields)) {
        Object inner = message(value);
        if (inner != NOT_WRAPPED) {
          return inner;
        }
      }
    }
    return NOT_WRAPPED;
  }

  private @Nullable Object message(Object value) {
    if (value instanceof Map<?, ?> map) {
      String text = avroText(map);
      return text != null ? message(text) : PageShape.page(fields(map)) ? value : NOT_WRAPPED;
    }
    if (!(value instanceof String text) || !text.stripLeading().startsWith("{")) {
      return NOT_WRAPPED;
    }
    try {
      return read(text);
    } catch (RefusedException e) {
      return NOT_WRAPPED;
    }
  }

  /** Avro's JSON names the type of what may be missing, and writes a character for each byte. */
  private static @Nullable String avroText(Map<?, ?> value) {
    if (value.size() != 1) {
      return null;
    }
    if (value.get("bytes") instanceof String text) {
      boolean bytes = text.chars().allMatch(c -> c <= 0xff);
      byte[] decoded = bytes ? text.getBytes(ISO_8859_1) : new byte[0];
      return bytes && Utf8.valid(decoded) ? new String(decoded, UTF_8) : text;
    }
    return value.get("string") instanceof String text ? text : null;
  }

  private static boolean namesActivity(Map<String, @Nullable Object> fields) {
    return ACTIVITY_NAMES.stream().anyMatch(fields::containsKey);
  }

  private @Nullable Object read(String text) throws RefusedException {
    return trees.read(text.getBytes(UTF_8));
  }

  /** What the audit search prints beside the record is used only where the record lacks it. */
  private static @Nullable Object completed(
      @Nullable Object audit, Map<String, @Nullable Object> row) {
    if (!(audit instanceof Map)) {
      return audit;
    }
    Map<String, @Nullable Object> complete = new LinkedHashMap<>(fields(audit));
    complete(complete, "Id", row.get("RecordId"));
    complete(complete, "CreationTime", row.get("CreationDate"));
    complete(complete, "RecordType", row.get("RecordType"));
    complete(complete, "Operation", row.get("Operation"));
    complete(complete, "UserId", row.get("UserId"));
    return complete;
  }

  private static void complete(
      Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
    if (value != null && fields.get(name) == null) {
      fields.put(name, value);
    }
  }

  private boolean tooDeep(Map<String, @Nullable Object> fields, int depth) {
    if (depth < DEEPEST) {
      return false;
    }
    refuse(
        QuarantineReason.TOO_DEEP,
        "Pages and wrappers lie in one another more than %d times.".formatted(DEEPEST),
        fields);
    return true;
  }

  private void refuse(QuarantineReason reason, String detail, @Nullable Object value) {
    take(new Taken(null, new RefusedException(reason, detail), value));
  }

  @SuppressWarnings("unchecked") // the tree reader makes no other maps
  static Map<String, @Nullable Object> fields(Object map) {
    return (Map<String, @Nullable Object>) map;
  }
}
