package dev.appwatch.drl;

/**
 * Where something stands in a rule file.
 *
 * @param offset characters before it, from 0
 * @param length how many characters it has
 * @param line its line, from 1
 * @param column its column, from 1
 */
public record Place(int offset, int length, int line, int column) {

  /** Returns the place after its last character. */
  public int end() {
    return offset + length;
  }

  /** Returns the place from here to the end of a later one. */
  Place to(Place last) {
    return new Place(offset, last.end() - offset, line, column);
  }

  /** Returns the empty place just behind it, on the same line. */
  Place behind() {
    return new Place(end(), 0, line, column + length);
  }

  /** Returns the part of a text that stands here. */
  public String in(String text) {
    return text.substring(offset, end());
  }
}
