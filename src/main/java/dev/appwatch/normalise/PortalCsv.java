package dev.appwatch.normalise;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the portal's CSV downloads, brought into the members of the JSON shapes.
 *
 * <p>Headers are translated into the language of the person who downloads, so the audit file is
 * read by the order of its columns, which is fixed: 17 columns, then for each of three targets four
 * columns and five properties of three, then six details of two. So is a file of sign-ins, where
 * its headers are not English and it has the columns of a file that was seen.
 */
final class PortalCsv {

  private static final int LEADING = 17;
  private static final int PER_TARGET = 4;
  private static final int TARGETS = 3;
  private static final int PROPERTIES = 5;
  private static final int DETAILS = 6;

  private static final int USER_COLUMNS = 57;
  private static final List<String> USER_NAMES =
      List.of(
          "Date (UTC)",
          "Request ID",
          "User agent",
          "Correlation ID",
          "User ID",
          "User",
          "Username",
          "User type",
          "Cross tenant access type",
          "Incoming token type",
          "Authentication Protocol",
          "Unique token identifier",
          "Original transfer method",
          "Client credential type",
          "Token Protection - Sign In Session",
          "Token Protection - Sign In Session StatusCode",
          "Application",
          "Application ID",
          "App owner tenant ID",
          "Resource",
          "Resource ID",
          "Resource tenant ID",
          "Resource owner tenant ID",
          "Home tenant ID",
          "Home tenant name",
          "IP address",
          "Location",
          "Status",
          "Sign-in error code",
          "Failure reason",
          "Client app",
          "Device ID",
          "Browser",
          "Operating System",
          "Compliant",
          "Managed");
  private static final int APPLICATION_COLUMNS = 22;
  private static final List<String> APPLICATION_NAMES =
      List.of(
          "Date (UTC)",
          "Request ID",
          "Correlation ID",
          "Service principal ID",
          "Service principal name",
          "Credential key ID",
          "Credential thumbprint",
          "Application",
          "Application ID",
          "App owner tenant ID",
          "Resource",
          "Resource ID",
          "Resource tenant ID",
          "Resource owner tenant ID",
          "Home tenant ID",
          "Home tenant name",
          "IP address",
          "Location",
          "Status",
          "Sign-in error code");

  private PortalCsv() {}

  /** Returns whether the first column is the date and the second the correlation id. */
  static boolean recognisesAudit(Map<String, @Nullable Object> row) {
    if (row.size() < LEADING || row.containsKey("Request ID")) {
      return false;
    }
    Iterator<String> names = row.keySet().iterator();
    return names.next().contains("(UTC)")
        && names.next().replace(" ", "").toLowerCase(java.util.Locale.ROOT).contains("correla");
  }

  static boolean recognisesSignIn(Map<String, @Nullable Object> row) {
    return (row.containsKey("Request ID")
            && (row.containsKey("Date (UTC)") || row.containsKey("Application ID")))
        || translated(row);
  }

  /**
   * Returns whether a row has the columns of a file of sign-ins under names of another language.
   */
  private static boolean translated(Map<String, @Nullable Object> row) {
    if (row.containsKey("Request ID")
        || (row.size() != USER_COLUMNS && row.size() != APPLICATION_COLUMNS)
        || !row.keySet().iterator().next().contains("(UTC)")
        || recognisesAudit(row)) {
      return false;
    }
    Iterator<@Nullable Object> cells = row.values().iterator();
    return Times.parse(Fields.scalar(cells.next())) != null
        && Ids.isGuid(Fields.scalar(cells.next()));
  }

  private static Map<String, @Nullable Object> inEnglish(Map<String, @Nullable Object> row) {
    Map<String, @Nullable Object> english = new LinkedHashMap<>();
    Iterator<@Nullable Object> cells = row.values().iterator();
    for (String name : row.size() == USER_COLUMNS ? USER_NAMES : APPLICATION_NAMES) {
      english.put(name, cells.next());
    }
    // its status is in words that nobody listed, and only a success has no code
    if (Ids.clean(unguarded(english.get("Sign-in error code"))) == null) {
      english.put("Sign-in error code", "0");
    }
    return english;
  }

  static Fields audit(Map<String, @Nullable Object> row) {
    List<String> cells = new ArrayList<>(row.size());
    for (Object cell : row.values()) {
      cells.add(cell == null ? "" : cell.toString());
    }
    Map<String, @Nullable Object> audit = new LinkedHashMap<>();
    audit.put("activityDateTime", cell(cells, 0));
    audit.put("correlationId", cell(cells, 1));
    audit.put("loggedByService", cell(cells, 2));
    audit.put("category", cell(cells, 3));
    audit.put("activityDisplayName", cell(cells, 4));
    audit.put("result", cell(cells, 5));
    audit.put("resultReason", cell(cells, 6));
    audit.put("userAgent", cell(cells, 7));
    audit.put("initiatedBy", initiatedBy(cells));
    Map<String, List<Object>> properties = properties(row);
    List<Object> targets = new ArrayList<>();
    int at = LEADING;
    // exports put all columns of the targets first or each target with its properties: names tell
    for (int target = 1; target <= TARGETS; target++) {
      int start = row.containsKey("Target" + target + "Type") ? indexOf(row, target) : at;
      String type = cell(cells, start);
      String name = cell(cells, start + 1);
      String id = cell(cells, start + 2);
      String upn = cell(cells, start + 3);
      if (type != null || id != null || name != null) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("type", type);
        map.put("displayName", name);
        map.put("id", id);
        map.put("userPrincipalName", upn);
        List<Object> own =
            properties.isEmpty()
                ? propertiesAt(cells, start + PER_TARGET)
                : properties.getOrDefault(String.valueOf(target), List.of());
        map.put("modifiedProperties", own);
        targets.add(map);
      }
      at += PER_TARGET + PROPERTIES * 3;
    }
    audit.put("targetResources", targets);
    audit.put("additionalDetails", details(cells));
    return new Fields(audit);
  }

  private static Map<String, @Nullable Object> initiatedBy(List<String> cells) {
    Map<String, @Nullable Object> initiatedBy = new LinkedHashMap<>();
    if (cell(cells, 11) != null || (cell(cells, 10) != null && cell(cells, 15) == null)) {
      Map<String, @Nullable Object> user = new LinkedHashMap<>();
      user.put("displayName", cell(cells, 9));
      user.put("id", cell(cells, 10));
      user.put("userPrincipalName", cell(cells, 11));
      user.put("ipAddress", cell(cells, 12));
      user.put("homeTenantId", cell(cells, 13));
      initiatedBy.put("user", user);
    } else if (cell(cells, 15) != null || cell(cells, 16) != null || cell(cells, 9) != null) {
      Map<String, @Nullable Object> app = new LinkedHashMap<>();
      String name = cell(cells, 9);
      app.put("displayName", name != null ? name : cell(cells, 16));
      app.put("servicePrincipalId", cell(cells, 15));
      initiatedBy.put("app", app);
    }
    return initiatedBy;
  }

  private static int indexOf(Map<String, @Nullable Object> row, int target) {
    int index = 0;
    for (String name : row.keySet()) {
      if (name.equals("Target" + target + "Type")) {
        return index;
      }
      index++;
    }
    return index;
  }

  private static Map<String, List<Object>> properties(Map<String, @Nullable Object> row) {
    Map<String, List<Object>> byTarget = new LinkedHashMap<>();
    if (!row.containsKey("Target1ModifiedProperty1Name")) {
      return byTarget;
    }
    for (int target = 1; target <= TARGETS; target++) {
      List<Object> own = new ArrayList<>();
      for (int property = 1; property <= PROPERTIES; property++) {
        String prefix = "Target" + target + "ModifiedProperty" + property;
        addProperty(
            own,
            unguarded(row.get(prefix + "Name")),
            unguarded(row.get(prefix + "OldValue")),
            unguarded(row.get(prefix + "NewValue")));
      }
      byTarget.put(String.valueOf(target), own);
    }
    return byTarget;
  }

  private static List<Object> propertiesAt(List<String> cells, int start) {
    List<Object> own = new ArrayList<>();
    for (int property = 0; property < PROPERTIES; property++) {
      int at = start + property * 3;
      addProperty(own, cell(cells, at), cell(cells, at + 1), cell(cells, at + 2));
    }
    return own;
  }

  private static void addProperty(
      List<Object> own, @Nullable String name, @Nullable String old, @Nullable String now) {
    if (name != null) {
      Map<String, @Nullable Object> property = new LinkedHashMap<>();
      property.put("displayName", name);
      property.put("oldValue", old);
      property.put("newValue", now);
      own.add(property);
    }
  }

  private static List<Object> details(List<String> cells) {
    List<Object> details = new ArrayList<>();
    int start = LEADING + TARGETS * (PER_TARGET + PROPERTIES * 3);
    for (int detail = 0; detail < DETAILS; detail++) {
      String key = cell(cells, start + detail * 2);
      String value = cell(cells, start + detail * 2 + 1);
      if (key != null && value != null) {
        details.add(Map.of("key", key, "value", value));
      }
    }
    return details;
  }

  /** Returns the sign-in of a row in the members of the Graph shape. */
  static Fields signIn(Map<String, @Nullable Object> cells) {
    Map<String, @Nullable Object> row = translated(cells) ? inEnglish(cells) : cells;
    Map<String, @Nullable Object> signIn = new LinkedHashMap<>();
    signIn.put("id", row.get("Request ID"));
    signIn.put("createdDateTime", row.get("Date (UTC)"));
    signIn.put("correlationId", row.get("Correlation ID"));
    signIn.put("userId", row.get("User ID"));
    signIn.put("userPrincipalName", row.get("Username"));
    signIn.put("appId", row.get("Application ID"));
    signIn.put("appDisplayName", row.get("Application"));
    signIn.put("resourceId", row.get("Resource ID"));
    signIn.put("resourceDisplayName", row.get("Resource"));
    signIn.put("ipAddress", row.get("IP address"));
    signIn.put("userAgent", row.get("User agent"));
    signIn.put("authenticationProtocol", row.get("Authentication Protocol"));
    signIn.put("originalTransferMethod", row.get("Original transfer method"));
    signIn.put("resourceTenantId", row.get("Resource tenant ID"));
    signIn.put("servicePrincipalId", row.get("Service principal ID"));
    signIn.put("servicePrincipalName", row.get("Service principal name"));
    signIn.put("location", country(row.get("Location")));
    Map<String, @Nullable Object> device = new LinkedHashMap<>();
    device.put("isManaged", yesNo(row.get("Managed")));
    device.put("isCompliant", yesNo(row.get("Compliant")));
    signIn.put("deviceDetail", device);
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    result.put("errorCode", errorCode(row));
    signIn.put("status", result);
    return new Fields(signIn);
  }

  /** The portal leaves the code of a success blank, writes None, or 0: the status tells. */
  private static @Nullable String errorCode(Map<String, @Nullable Object> row) {
    String code = Ids.clean(unguarded(row.get("Sign-in error code")));
    String status = Ids.clean(unguarded(row.get("Status")));
    if ("success".equals(status)) {
      return "0";
    }
    boolean failed = "failure".equals(status) || "interrupted".equals(status);
    return failed && (code == null || code.equals("0")) ? status : code;
  }

  /** The location is written as city, state and code of the country. */
  private static Map<String, @Nullable Object> country(@Nullable Object location) {
    String text = unguarded(location);
    Map<String, @Nullable Object> country = new LinkedHashMap<>();
    if (text != null) {
      String code = text.substring(text.lastIndexOf(',') + 1).strip();
      country.put("countryOrRegion", code.length() == 2 ? code : null);
    }
    return country;
  }

  private static @Nullable String yesNo(@Nullable Object cell) {
    String text = unguarded(cell);
    if (text == null) {
      return null;
    }
    return text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("true")
        ? "true"
        : text.equalsIgnoreCase("no") || text.equalsIgnoreCase("false") ? "false" : null;
  }

  private static @Nullable String cell(List<String> cells, int index) {
    return index < cells.size() ? unguarded(cells.get(index)) : null;
  }

  /** Exports put an apostrophe in front of cells that a spreadsheet could take for a formula. */
  private static @Nullable String unguarded(@Nullable Object cell) {
    if (cell == null) {
      return null;
    }
    String text = cell.toString();
    if (text.length() > 1 && text.charAt(0) == '\'' && "=+-@".indexOf(text.charAt(1)) >= 0) {
      text = text.substring(1);
    }
    return text.isBlank() ? null : text;
  }
}
