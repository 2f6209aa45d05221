package dev.appwatch.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds pages of records in objects of tools that nobody listed, whatever they name their members.
 *
 * <p>An object that has the name of a member which only records have is one, in any spelling, and
 * is left alone: else whoever may choose a text in it could make the record disappear. With a page,
 * everything beside it that may be a record is found, too.
 */
final class PageFinder {

  private static final int DEEPEST = 3;
  private static final Pattern SUFFIX = Pattern.compile("_(?:s|d|g|b|t|string|dynamic)$");

  /** Shippers have times and ids of their own, so that these are missing. */
  private static final Set<String> RECORDS =
      Set.of(
          "activity",
          "activitydatetime",
          "activitydisplayname",
          "appid",
          "auditdata",
          "authenticationprotocol",
          "category",
          "correlationid",
          "createddatetime",
          "creationdate",
          "creationtime",
          "eventname",
          "eventtimestamp",
          "initiatedby",
          "keycredentials",
          "keyid",
          "objectid",
          "operation",
          "operationname",
          "operationnamevalue",
          "passwordcredentials",
          "raweventdata",
          "recordtype",
          "resourceid",
          "targetresources",
          "userid",
          "workload");

  private final TreeReader trees;

  PageFinder(TreeReader trees) {
    this.trees = trees;
  }

  /** What a value holds, the most important first. */
  private enum Holds {
    PAGE,
    RECORD,
    NOTHING
  }

  /** Returns the members that hold records if one of them holds a page, else none. */
  List<Object> find(Map<String, @Nullable Object> fields) {
    if (record(fields)) {
      return List.of();
    }
    List<Object> found = new ArrayList<>();
    boolean page = false;
    try {
      for (Object member : fields.values()) {
        Object value = read(member);
        Holds holds = holds(value, 1);
        if (value != null && holds != Holds.NOTHING) {
          found.add(value);
          page |= holds == Holds.PAGE;
        }
      }
    } catch (RefusedException e) {
      return List.of(); // nobody knows what that member holds
    }
    return page ? found : List.of();
  }

  /** Returns the object or array that a member is, or that its text is. */
  private @Nullable Object read(@Nullable Object member) throws RefusedException {
    if (!(member instanceof String text)) {
      return member;
    }
    String json = text.strip();
    if (!json.startsWith("{") && !json.startsWith("[")) {
      return null;
    }
    return trees.read(json.getBytes(UTF_8));
  }

  private static Holds holds(@Nullable Object value, int depth) {
    if (value instanceof List<?> list) {
      boolean records =
          list.stream().anyMatch(e -> e instanceof Map && holds(e, depth) != Holds.NOTHING);
      return records ? Holds.PAGE : Holds.NOTHING;
    }
    if (value instanceof String text) {
      String json = text.stripLeading();
      return json.startsWith("{") || json.startsWith("[") ? Holds.RECORD : Holds.NOTHING;
    }
    if (!(value instanceof Map)) {
      return Holds.NOTHING;
    }
    Map<String, @Nullable Object> fields = Unwrapper.fields(value);
    if (PageShape.page(fields)) {
      return empty(fields) ? Holds.NOTHING : Holds.PAGE;
    }
    if (record(fields)) {
      return Holds.RECORD;
    }
    Holds most = Holds.NOTHING;
    if (depth == DEEPEST) {
      return most;
    }
    for (Object inner : fields.values()) {
      Holds holds = holds(inner, depth + 1);
      most = holds.compareTo(most) < 0 ? holds : most;
    }
    return most;
  }

  private static boolean empty(Map<String, @Nullable Object> page) {
    return page.values().stream().noneMatch(value -> value instanceof List<?> l && !l.isEmpty());
  }

  private static boolean record(Map<String, @Nullable Object> fields) {
    for (String name : fields.keySet()) {
      String plain = name.indexOf('_') < 0 ? name : SUFFIX.matcher(name).replaceFirst("");
      if (RECORDS.contains(plain.replace("_", "").toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    return false;
  }
}
