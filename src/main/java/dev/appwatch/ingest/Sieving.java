package dev.appwatch.ingest;

/** Asks a sieve about records that lie whole in a window. */
final class Sieving {

  /** Says that a record must be built to know. */
  static final int NO_LINE = -1;

  /** Says that a record was looked at to its end and has to be built. */
  static final int REFUSED = -2;

  private final Sieve sieve;
  private final RecordScan scan;

  Sieving(Limits limits, Sieve sieve) {
    this.sieve = sieve;
    this.scan = new RecordScan(limits, sieve.vocabulary());
  }

  boolean passes(ByteWindow window, long start, long end) {
    return passes(window.buffer(), window.index(start), window.index(end));
  }

  boolean passes(byte[] bytes, int start, int end) {
    return scan.read(bytes, start, end) && sieve.passes(scan);
  }

  /**
   * Returns where the record ends that starts there, if it passes and is all that is left of its
   * line; {@link #REFUSED} if it is, but does not pass; otherwise {@link #NO_LINE}. Finds the end
   * of the line on the way, which takes time by itself.
   *
   * @param limit the index after the last byte that can be looked at
   * @param last whether nothing follows the limit
   */
  int passesLine(byte[] bytes, int start, int limit, boolean last) {
    int end = scan.end(bytes, start, limit);
    boolean alone =
        end >= 0
            && (end == limit
                ? last
                : bytes[end] == '\n'
                    || (bytes[end] == '\r' && end + 1 < limit && bytes[end + 1] == '\n'));
    if (!alone) {
      return NO_LINE;
    }
    return sieve.passes(scan) ? end : REFUSED;
  }

  /** Returns what passed since this was last called. */
  Sieve.Passed take() {
    return sieve.take();
  }

  /** Returns what was found in the record asked about last. */
  RecordScan scan() {
    return scan;
  }
}
