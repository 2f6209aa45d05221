package dev.appwatch.cli;

/** Which findings are written. */
enum Show {
  ALERT,
  ALL
}
