package dev.appwatch.intake;

import dev.appwatch.ingest.RecordSink;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.RawRecord;
import dev.appwatch.store.SourcePosition;
import dev.appwatch.store.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Cuts the records of a delivery into pieces that fit into memory, and counts what is done. */
final class Pieces implements RecordSink {

  private final SourcePosition start;
  private final IntakeOptions options;
  private final Function<Piece, Totals> commit;
  private final List<Consumer<RecordSink>> pending = new ArrayList<>();
  private Totals done;
  private long seen;
  private long pendingBytes;

  /**
   * Makes an empty cutter.
   *
   * @param start what was done before; so many records are left out
   * @param commit judges and keeps a piece, and returns what became of it
   */
  Pieces(SourcePosition start, IntakeOptions options, Function<Piece, Totals> commit) {
    this.start = start;
    this.options = options;
    this.commit = commit;
    this.done = start.totals();
  }

  @Override
  public void record(RawRecord raw) {
    // a tree takes several times the bytes that it was read from
    add(sink -> sink.record(raw), raw.bytes().length);
  }

  @Override
  public void quarantined(QuarantinedRecord record) {
    add(sink -> sink.quarantined(record), record.bytes().length);
  }

  private void add(Consumer<RecordSink> record, long bytes) {
    seen++;
    if (seen <= start.records()) {
      return;
    }
    pending.add(record);
    pendingBytes += bytes;
    if (pending.size() >= options.pieceRecords() || pendingBytes >= options.pieceBytes()) {
      flush(false);
    }
  }

  /** Commits what is left, and that the end was reached. */
  Totals finish() {
    flush(true);
    return done;
  }

  private void flush(boolean finished) {
    List<Consumer<RecordSink>> records = List.copyOf(pending);
    Totals before = done;
    Totals piece =
        commit.apply(
            new Piece(
                records.size(),
                sink -> records.forEach(record -> record.accept(sink)),
                totals -> new SourcePosition(start.source(), seen, before.and(totals), finished)));
    done = before.and(piece);
    pending.clear();
    pendingBytes = 0;
  }

  /**
   * A piece of a delivery.
   *
   * @param count how many records it has
   * @param records hands its records to a sink
   * @param positionAfter where its source is read up to once it is kept
   */
  record Piece(
      int count, Consumer<RecordSink> records, Function<Totals, SourcePosition> positionAfter) {

    SourcePosition position(Totals totals) {
      return positionAfter.apply(totals);
    }
  }
}
