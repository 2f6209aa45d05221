package dev.appwatch.pipeline;

/** Something that is no evidence bundle, or can't become one. */
public final class BundleRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BundleRefusedException(String message) {
    super(message);
  }
}
