package dev.appwatch.store;

import java.util.List;

/**
 * Records that may tell something about others.
 *
 * @param records the records, encoded, in the order in which they were kept
 * @param last the number up to which these are all; where they are none, there are no more
 */
public record Recent(List<byte[]> records, long last) {

  public Recent {
    records = List.copyOf(records);
  }
}
