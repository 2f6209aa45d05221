package dev.appwatch.cli;

/** What the user asked for can't be done; the message says what to try. */
final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
