package dev.appwatch.store;

/**
 * How far a source, such as a file, was read.
 *
 * @param source what identifies the source and its content
 * @param records how many of its records are done
 * @param totals what became of them
 * @param finished whether its end was reached
 */
public record SourcePosition(String source, long records, Totals totals, boolean finished) {

  /** Returns the position of a source of which nothing was read. */
  public static SourcePosition start(String source) {
    return new SourcePosition(source, 0, Totals.NONE, false);
  }
}
