package dev.appwatch.cli;

/** How findings are written. */
enum Format {
  TEXT,
  JSONL,
  CEF
}
