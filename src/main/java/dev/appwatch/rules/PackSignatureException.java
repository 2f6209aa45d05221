package dev.appwatch.rules;

/** A pack is not signed as it must be. */
public final class PackSignatureException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public PackSignatureException(String message) {
    super(message);
  }
}
