package dev.appwatch.report;

import org.jspecify.annotations.Nullable;

/**
 * The part of two values in which they differ, fit to be shown.
 *
 * @param before what it was, or {@code -} when not recorded
 * @param after what it became, or {@code -} when not recorded
 */
record Excerpt(String before, String after) {

  private static final int CONTEXT = 12;

  /** Returns both values from shortly before their first difference, when they are too long. */
  static Excerpt of(@Nullable String oldValue, @Nullable String newValue, int maxLength) {
    int start = 0;
    if (oldValue != null
        && newValue != null
        && Math.max(oldValue.length(), newValue.length()) > maxLength) {
      int difference = firstDifference(oldValue, newValue);
      start = difference > 2 * CONTEXT ? difference - CONTEXT : 0;
    }
    return new Excerpt(show(oldValue, start, maxLength), show(newValue, start, maxLength));
  }

  private static int firstDifference(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int index = 0; index < shorter; index++) {
      if (left.charAt(index) != right.charAt(index)) {
        return index;
      }
    }
    return left.length() == right.length() ? 0 : shorter;
  }

  private static String show(@Nullable String value, int start, int maxLength) {
    if (value == null) {
      return "-";
    }
    if (value.isEmpty()) {
      return "\"\"";
    }
    if (start == 0) {
      return SafeText.of(value, maxLength);
    }
    int whole = Character.isLowSurrogate(value.charAt(start)) ? start - 1 : start;
    return "…" + SafeText.of(value.substring(whole), maxLength - 1);
  }
}
