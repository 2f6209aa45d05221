package dev.appwatch.normalise;

/** A record of a known shape lacks something that every record of it carries. */
final class InvalidRecordException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidRecordException(String message) {
    super(message, null, false, false); // a verdict on the record: its stack tells nothing
  }
}
