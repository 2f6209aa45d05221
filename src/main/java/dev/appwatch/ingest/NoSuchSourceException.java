package dev.appwatch.ingest;

/** Says that a path of the command line leads nowhere. */
public final class NoSuchSourceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NoSuchSourceException(String message) {
    super(message);
  }
}
