package dev.appwatch.routes;

/** A body is longer than its route allows, once it is unpacked. */
public final class TooLargeException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TooLargeException(long most) {
    super(
        "The body unpacks to more than %,d bytes.%n    Maybe send it in several parts."
            .formatted(most));
  }
}
