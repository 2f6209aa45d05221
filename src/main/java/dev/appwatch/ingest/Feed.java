package dev.appwatch.ingest;

/** A stream of bytes that ends where it fails and says so afterwards, instead of throwing. */
interface Feed {

  /** Reads at least one byte and at most {@code length}; returns how many, -1 at the end. */
  int read(byte[] target, int offset, int length);
}
