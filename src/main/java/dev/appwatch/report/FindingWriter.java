package dev.appwatch.report;

import dev.appwatch.model.Finding;

/**
 * Where findings are written.
 *
 * <p>Used by one thread: any number of {@link #write}, one {@link #finish}, one {@link #close}. A
 * report that was closed but not finished is cut short and says so by lacking its end. Every method
 * throws {@link java.io.UncheckedIOException} when the output takes no more.
 */
public interface FindingWriter extends AutoCloseable {

  /** Writes one finding; it may be held back until the next one is known. */
  void write(Finding finding);

  /** Writes what is due at the end and hands everything to the operating system. */
  void finish();

  @Override
  void close();
}
