package dev.appwatch.store;

/**
 * Where the journal ends.
 *
 * @param number the number of its last entry, 0 when it is empty
 * @param digest the digest of that entry, empty when there is none
 */
public record JournalHead(long number, String digest) {

  private static final int ANCHOR_DIGITS = 12;
  private static final int SIXTEEN = 16;

  /** Returns the first 12 hex digits of the digest as a number, which a figure can hold exactly. */
  public long anchor() {
    String hex = digest.replaceFirst("^sha256:", "");
    return hex.length() < ANCHOR_DIGITS
        ? 0
        : Long.parseLong(hex.substring(0, ANCHOR_DIGITS), SIXTEEN);
  }

  /**
   * Returns whether another head is this one; of a digest that is kept, the beginning is enough.
   */
  boolean begunBy(JournalHead kept) {
    return number == kept.number()
        && kept.digest().replaceFirst("^sha256:", "").length() >= ANCHOR_DIGITS
        && digest.startsWith("sha256:" + kept.digest().replaceFirst("^sha256:", ""));
  }

  /** The head as it is told and kept: {@code NUMBER:DIGEST}. */
  @Override
  public String toString() {
    return number + ":" + digest;
  }
}
