package dev.appwatch.model;

import static java.util.Objects.requireNonNull;

/**
 * Where a record was read.
 *
 * @param source the path as given on the command line, or {@code -} for standard input
 * @param record the number of the record in its source, from 1; quarantined records count too
 * @param offset the byte, from 0, at which the record starts in its (unpacked) source
 */
public record Position(String source, long record, long offset) {

  public Position {
    requireNonNull(source, "source");
  }
}
