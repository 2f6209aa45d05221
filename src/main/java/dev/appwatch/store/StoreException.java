package dev.appwatch.store;

/** The store could not be opened, read or written; nothing of what was attempted was kept. */
public final class StoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
