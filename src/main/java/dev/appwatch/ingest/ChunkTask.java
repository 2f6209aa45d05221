package dev.appwatch.ingest;

import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the lines of a chunk as far as each is one whole record; used by one thread at a time. */
final class ChunkTask implements RecordSink {

  private final int recordBytes;
  private final TreeReader trees;
  private final @Nullable Sieving sieving;
  private List<Object> taken = new ArrayList<>();

  ChunkTask(Limits limits, TreeReader trees, @Nullable Sieve sieve) {
    this.recordBytes = limits.recordBytes();
    this.trees = trees;
    this.sieving = sieve == null ? null : new Sieving(limits, sieve);
  }

  /**
   * What became of a chunk.
   *
   * @param taken the records and quarantined records in their order, numbered from the chunk's
   *     first; those that a sieve let pass are missing
   * @param passed those that a sieve let pass
   * @param records how many records there are, those missing included
   * @param readTo where reading ended: at the end of the chunk, or at a line that is no whole
   *     record
   */
  record Result(List<Object> taken, Sieve.Passed passed, long records, int readTo) {}

  @Override
  public void record(RawRecord record) {
    taken.add(record);
  }

  @Override
  public void quarantined(QuarantinedRecord record) {
    taken.add(record);
  }

  Result read(String source, byte[] chunk, int length, long offset) {
    taken = new ArrayList<>();
    takePassed(); // of a chunk that was given back
    Delivery delivery = new Delivery(source, recordBytes, this);
    Unwrapper unwrapper = new Unwrapper(trees, delivery, new PageFinder(trees));
    int readTo = 0;
    while (true) {
      int at = readTo;
      while (at < length && Separators.separates(chunk[at])) {
        at++;
      }
      if (at == length) {
        readTo = length;
        break;
      }
      int passed = sieving == null ? Sieving.NO_LINE : sieving.passesLine(chunk, at, length, true);
      if (passed >= 0) {
        delivery.passed();
        readTo = passed;
        continue;
      }
      int lineEnd = Utf8.newline(chunk, at, length);
      int end = chunk[at] == '{' && lineEnd - at <= recordBytes ? end(chunk, at, lineEnd) : -1;
      if (end < 0) {
        break;
      }
      if (passed != Sieving.REFUSED && sieving != null && sieving.passes(chunk, at, end)) {
        delivery.passed();
      } else if (!read(unwrapper, chunk, at, end, offset)) {
        break;
      }
      readTo = lineEnd;
    }
    return new Result(taken, takePassed(), delivery.records(), readTo);
  }

  private Sieve.Passed takePassed() {
    return sieving == null ? new Sieve.Passed(0, null) : sieving.take();
  }

  /** Returns where the record of a line ends, or -1 when a comma follows it, as in an array. */
  private static int end(byte[] chunk, int from, int lineEnd) {
    int end = lineEnd;
    while (end > from && JsonCursor.blank(chunk[end - 1])) {
      end--;
    }
    return chunk[end - 1] == ',' ? -1 : end;
  }

  private boolean read(Unwrapper unwrapper, byte[] chunk, int from, int to, long offset) {
    byte[] bytes = java.util.Arrays.copyOfRange(chunk, from, to);
    Object tree;
    try {
      tree = trees.read(bytes);
    } catch (RefusedException e) {
      return false;
    }
    if (!(tree instanceof Map) || PageShape.page(Unwrapper.fields(tree))) {
      return false;
    }
    unwrapper.deliver(tree, 0, offset + from, bytes);
    return true;
  }
}
