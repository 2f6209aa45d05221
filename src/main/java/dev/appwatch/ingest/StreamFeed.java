package dev.appwatch.ingest;

import dev.appwatch.model.QuarantineReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** The bytes of a source as they lie on disk or come through a pipe. */
final class StreamFeed implements Feed {

  private final InputStream stream;
  private final LongConsumer progress;
  private final Faults faults;
  private boolean ended;

  StreamFeed(InputStream stream, LongConsumer progress, Faults faults) {
    this.stream = stream;
    this.progress = progress;
    this.faults = faults;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (ended) {
      return -1;
    }
    try {
      int count = stream.read(target, offset, length);
      if (count > 0) {
        progress.accept(count);
        return count;
      }
      if (count == 0) {
        faults.report(QuarantineReason.UNREADABLE_SOURCE, "The source gave no bytes when asked.");
      }
    } catch (IOException e) {
      faults.report(
          QuarantineReason.UNREADABLE_SOURCE,
          "The source could not be read to its end (%s).".formatted(e.getMessage()));
    }
    ended = true;
    return -1;
  }
}
