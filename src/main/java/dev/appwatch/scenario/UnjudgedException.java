package dev.appwatch.scenario;

/** A scenario can't be judged: its records, or what it puts over the pack, were refused. */
public final class UnjudgedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public UnjudgedException(String message) {
    super(message);
  }
}
