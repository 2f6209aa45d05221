package dev.appwatch.cli;

import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.report.QuarantineWriter;
import dev.appwatch.report.SafeText;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Keeps what could not be judged in a file that is made only when there is something to keep. */
final class LazyQuarantine implements AutoCloseable {

  private static final int MOST_SHOWN = 10;

  private final Path file;
  private final PrintWriter err;
  private @Nullable QuarantineWriter writer;
  private long kept;

  LazyQuarantine(Path file, PrintWriter err) {
    this.file = file;
    this.err = err;
  }

  void keep(QuarantinedRecord record) {
    if (writer == null) {
      writer = QuarantineWriter.open(file);
    }
    writer.write(record);
    kept++;
    if (kept <= MOST_SHOWN) {
      err.printf(
          "%s: record %d at byte %d was quarantined: %s. %s%n",
          SafeText.of(record.position().source()),
          record.position().record(),
          record.position().offset(),
          record.reason(),
          SafeText.of(record.detail()));
    }
  }

  /** Writes everything to disk and says where it is. */
  void finish() {
    if (writer != null) {
      writer.flush();
      if (kept > MOST_SHOWN) {
        err.printf("… and %d more.%n", kept - MOST_SHOWN);
      }
      err.printf("The quarantined records and their bytes are in %s.%n", file);
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.close();
    }
  }
}
