package dev.appwatch.ingest;

/** Lets records pass that nobody needs to have built; used by one thread. */
public interface Sieve {

  /** Returns the names that the sieve asks about. */
  Vocabulary vocabulary();

  /**
   * Returns whether the record may pass; the sieve counts it then, and nobody else sees it.
   *
   * @param record a record that is valid and within the limits; good until the next
   */
  boolean passes(RecordScan record);
}
