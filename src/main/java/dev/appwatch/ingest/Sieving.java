package dev.appwatch.ingest;

/** Asks a sieve about records that lie whole in a window. */
final class Sieving {

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

  /** Returns what passed since this was last called. */
  Sieve.Passed take() {
    return sieve.take();
  }

  /** Returns what was found in the record asked about last. */
  RecordScan scan() {
    return scan;
  }
}
