package dev.appwatch.intake;

/** So many deliveries wait already that this one was not begun; it may come again soon. */
public final class BusyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BusyException(int waiting) {
    super("So many deliveries (%d) wait to be judged that no more are taken.".formatted(waiting));
  }
}
