package dev.appwatch.context;

/** Says by which code a value is refused. */
final class BadValueException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  BadValueException(String code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
