package dev.appwatch.ingest;

/**
 * How much a source may ask of the reader before a record of it is set aside.
 *
 * @param recordBytes longest record, in bytes
 * @param depth deepest nesting of objects and arrays
 * @param stringLength longest string or member name, in characters
 * @param keys most members and elements of lists of a record, those of nested values included
 * @param gzipRatio most unpacked bytes for one packed byte
 */
public record Limits(int recordBytes, int depth, int stringLength, int keys, int gzipRatio) {

  /**
   * Generous for every log that is known, small enough for a heap of 256 MB.
   *
   * <p>The largest object of an inventory is the service principal of Microsoft Graph: some 700
   * application roles and 600 scopes are 11,000 members and elements, and take more than 1 MB when
   * they are indented. What a tree costs beyond its texts is bounded by {@code keys}, not by the
   * bytes: 20,000 values are a few megabytes, whatever they are.
   */
  public static final Limits DEFAULT = new Limits(4 << 20, 64, 1 << 19, 20_000, 100);

  private static final int MOST_RECORD_BYTES = 1 << 28;
  private static final int MOST_DEPTH = 500;

  public Limits {
    between("recordBytes", recordBytes, 64, MOST_RECORD_BYTES);
    between("depth", depth, 1, MOST_DEPTH);
    between("stringLength", stringLength, 1, MOST_RECORD_BYTES);
    between("keys", keys, 1, Integer.MAX_VALUE);
    between("gzipRatio", gzipRatio, 2, Integer.MAX_VALUE);
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "The limit %s (%d) must be between %d and %d.%nMaybe leave it out, the default suits."
              .formatted(name, value, least, most));
    }
  }
}
