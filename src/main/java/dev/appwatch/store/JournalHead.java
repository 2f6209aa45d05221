package dev.appwatch.store;

/**
 * Where the journal ends.
 *
 * @param number the number of its last entry, 0 when it is empty
 * @param digest the digest of that entry, empty when there is none
 */
public record JournalHead(long number, String digest) {

  /** The head as it is told and kept: {@code NUMBER:DIGEST}. */
  @Override
  public String toString() {
    return number + ":" + digest;
  }
}
