package dev.appwatch.cli;

/** Numbers of things as people say them. */
final class Counted {

  private Counted() {}

  /** Returns for example {@code 1 error} or {@code 2 errors}. */
  static String of(long number, String thing) {
    return number == 1 ? "1 " + thing : number + " " + thing + "s";
  }
}
