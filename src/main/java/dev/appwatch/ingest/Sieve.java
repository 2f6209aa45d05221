package dev.appwatch.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

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

  /** Returns what passed since this was last called. */
  Passed take();

  /**
   * Records that passed.
   *
   * @param count how many
   * @param latest the latest time of any, as far as times after the receipt are left out
   */
  record Passed(long count, @Nullable Instant latest) {}
}
