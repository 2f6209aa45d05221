package dev.appwatch.normalise;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ids and addresses as the logs write them, and as we compare them. */
final class Ids {

  private Ids() {}

  /** Returns the id in lower case, or null when it is blank or one of the vendor's placeholders. */
  static @Nullable String clean(@Nullable String id) {
    if (id == null) {
      return null;
    }
    String text = id.strip();
    if (text.isEmpty()
        || text.equalsIgnoreCase("Not Available")
        || text.equals("<null>")
        || text.equals("__NULL__")
        || text.equalsIgnoreCase("None")
        || text.equalsIgnoreCase("null")) {
      return null;
    }
    return text.toLowerCase(Locale.ROOT);
  }

  /** Returns whether the text has the form of a GUID. */
  static boolean isGuid(@Nullable String text) {
    if (text == null || text.length() != 36) {
      return false;
    }
    for (int i = 0; i < 36; i++) {
      char c = text.charAt(i);
      boolean dash = i == 8 || i == 13 || i == 18 || i == 23;
      if (dash ? c != '-' : Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Returns the address without port and brackets, or null when there is none. */
  static @Nullable String address(@Nullable String text) {
    String value = clean(text);
    if (value == null || value.startsWith("<")) {
      return null;
    }
    if (value.startsWith("[")) {
      int end = value.indexOf(']');
      return end > 0 ? value.substring(1, end) : value;
    }
    int colon = value.indexOf(':');
    boolean addressWithPort = colon > 0 && colon == value.lastIndexOf(':');
    return addressWithPort ? value.substring(0, colon) : value;
  }

  /**
   * Returns the directory that a record or its envelope names, or null. In a row of Log Analytics
   * the tenant is the workspace, also where the names of its columns were respelled.
   */
  static @Nullable String tenant(Fields record) {
    String directory = record.text("aadTenantId", "AADTenantId");
    return directory != null || record.has("timeGenerated") ? directory : record.text("tenantId");
  }

  /** Returns the tenant in a resource id such as {@code /tenants/<id>/providers/…}, or null. */
  static @Nullable String tenantOf(@Nullable String resourceId) {
    if (resourceId == null) {
      return null;
    }
    String[] parts = resourceId.split("/", 5);
    boolean tenant = parts.length > 2 && parts[1].equalsIgnoreCase("tenants");
    return tenant ? clean(parts[2]) : null;
  }
}
