package dev.appwatch.normalise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record whose members a tool has renamed on the way, in the vendor's spelling again: Pascal case
 * of PowerShell, snake case and numbered objects of Elastic, type suffixes of custom tables.
 *
 * <p>Only for records that fit no shape as they are, or whose operation is renamed already.
 */
final class Respelled {

  private static final Pattern TYPE_SUFFIX = Pattern.compile("_(?:s|d|g|b|t|string|dynamic)$");
  private static final int DEEPEST = 16;

  private Respelled() {}

  /** Returns whether the name of the operation itself is written as no vendor's log writes it. */
  static boolean needed(Fields record) {
    return record.has("operation_name")
        || record.has("activity_display_name")
        || record.has("OperationName_s");
  }

  /** Returns whether names have the suffixes of a custom table. */
  static boolean suffixed(Fields record) {
    for (String name : record.members().keySet()) {
      if (name.lastIndexOf('_') > 0 && TYPE_SUFFIX.matcher(name).find()) {
        return true;
      }
    }
    return false;
  }

  /** Returns the record with its members renamed. */
  static Fields of(Fields record) {
    Object respelled = respelled(record.members(), 0);
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (respelled instanceof Map<?, ?> map) {
      map.forEach((name, value) -> members.put(String.valueOf(name), value));
    }
    // a row of a custom table is told from a Graph object by the names that only it has
    if (members.containsKey("initiatedBy") || members.containsKey("targetResources")) {
      copy(members, "operationName", "activityDisplayName");
      copy(members, "timeGenerated", "activityDateTime");
    } else if (members.containsKey("resultType") || members.containsKey("authenticationProtocol")) {
      copy(members, "timeGenerated", "createdDateTime");
    }
    copy(members, "timeGenerated", "time");
    return new Fields(members);
  }

  private static void copy(Map<String, @Nullable Object> members, String from, String to) {
    Object value = members.get(from);
    if (value != null) {
      members.putIfAbsent(to, value);
    }
  }

  private static @Nullable Object respelled(@Nullable Object value, int depth) {
    if (depth > DEEPEST) {
      return value;
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> elements = new ArrayList<>(list.size());
      for (Object element : list) {
        elements.add(respelled(element, depth + 1));
      }
      return elements;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    if (!map.isEmpty() && map.containsKey("0")) {
      return respelled(new ArrayList<>(map.values()), depth);
    }
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    for (Map.Entry<?, ?> member : map.entrySet()) {
      members.putIfAbsent(
          name(String.valueOf(member.getKey()), depth), respelled(member.getValue(), depth + 1));
    }
    return members;
  }

  private static String name(String name, int depth) {
    if (name.isEmpty() || name.charAt(0) == '@') {
      return name;
    }
    if (name.equals("activity_datetime")) {
      return "activityDateTime";
    }
    // at the top it would make sign-ins of what other programs log
    if (depth > 0 && name.equals("created_at")) {
      return "createdDateTime";
    }
    String plain = TYPE_SUFFIX.matcher(name).replaceFirst("");
    int capitals = capitals(plain);
    StringBuilder camel = new StringBuilder(plain.length());
    boolean upper = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = plain.charAt(i);
      if (c == '_' && i > 0) {
        upper = true;
      } else {
        camel.append(
            i < capitals ? Character.toLowerCase(c) : upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return camel.toString();
  }

  /**
   * Returns how many letters of a name are lowered: an abbreviation is one word, as in IPAddress.
   */
  private static int capitals(String name) {
    int run = 0;
    while (run < name.length() && Character.isUpperCase(name.charAt(run))) {
      run++;
    }
    boolean word = run > 1 && run < name.length() && Character.isLowerCase(name.charAt(run));
    return word ? run - 1 : run;
  }
}
