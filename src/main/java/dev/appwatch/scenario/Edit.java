package dev.appwatch.scenario;

import java.util.Comparator;
import java.util.List;

/**
 * A stretch of a text and what takes its place.
 *
 * @param start where it begins, in characters
 * @param end where it ends
 * @param text what takes its place
 */
record Edit(int start, int end, String text) {

  static String apply(String text, List<Edit> edits) {
    StringBuilder edited = new StringBuilder(text);
    // from the end, so that places before it stay true
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::start).thenComparingInt(Edit::end).reversed())
        .forEach(edit -> edited.replace(edit.start(), edit.end(), edit.text()));
    return edited.toString();
  }
}
