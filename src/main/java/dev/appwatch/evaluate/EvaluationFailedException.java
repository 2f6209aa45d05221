package dev.appwatch.evaluate;

/** Judging one event failed; the session was thrown away, other events are not harmed. */
public final class EvaluationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public EvaluationFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
