package dev.appwatch.routes;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says that another server did not give what it was asked for. Its message holds no secret. */
final class RemoteException extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean lasting;
  private final @Nullable Duration wish;

  private RemoteException(String message, boolean lasting, @Nullable Duration wish) {
    super(message);
    this.lasting = lasting;
    this.wish = wish;
  }

  /** Says that it may well give it the next time. */
  static RemoteException passing(String message, @Nullable Duration wish) {
    return new RemoteException(message, false, wish);
  }

  /** Says that asking for the very same again is no use. */
  static RemoteException lasting(String message) {
    return new RemoteException(message, true, null);
  }

  /** Returns whether asking for the very same again is no use. */
  boolean lasting() {
    return lasting;
  }

  /** Returns how long the server wants to be left alone, null if it did not say. */
  @Nullable Duration wish() {
    return wish;
  }
}
