package dev.appwatch.text;

import org.jspecify.annotations.Nullable;

/** Tells ids from what stands in their place in records that were redacted. */
public final class Redaction {

  private Redaction() {}

  /**
   * Returns the id, or null when it is one digit throughout: redacted records all have the same.
   */
  public static @Nullable String known(@Nullable String id) {
    for (int i = 1; id != null && i < id.length(); i++) {
      if (id.charAt(i) != id.charAt(0) && id.charAt(i) != '-') {
        return id;
      }
    }
    return null;
  }
}
