package dev.appwatch.cli;

/** How the program ends. */
final class ExitCode {

  static final int DONE = 0;
  static final int FOUND = 1;
  static final int REFUSED = 2;
  static final int QUARANTINED = 3;
  static final int OUR_FAULT = 4;

  /** An evidence bundle is not what was written. */
  static final int BROKEN = 4;

  private ExitCode() {}
}
