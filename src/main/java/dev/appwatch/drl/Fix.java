package dev.appwatch.drl;

/**
 * A correction that can be made without asking, because only one thing can be meant.
 *
 * @param offset where the replaced text begins, in characters from 0
 * @param length how many characters are replaced, 0 to insert
 * @param replacement what stands there afterwards
 */
public record Fix(int offset, int length, String replacement) {

  static Fix of(Place place, String replacement) {
    return new Fix(place.offset(), place.length(), replacement);
  }

  static Fix insertAt(int offset, String text) {
    return new Fix(offset, 0, text);
  }
}
