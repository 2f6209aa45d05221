package dev.appwatch.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import dev.appwatch.model.QuarantineReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Reads sources of any framing to their end, one after the other.
 *
 * <p>It never throws because of what a source holds; every fault reaches the sink with its reason.
 * What the sink throws passes through. Safe to share: between two sources nothing is kept but the
 * names of members.
 */
public final class RecordReader {

  private static final int BYTE_ORDER_MARK = 3;
  private static final byte[] NOTHING = new byte[0];

  private final Limits limits;
  private final int threads;
  private final JsonFactory factory;

  public RecordReader(Limits limits) {
    this(limits, 1);
  }

  /**
   * Makes a reader.
   *
   * @param threads how many threads may read one source, the calling one included; whatever they
   *     find reaches the sink on the calling thread, in the order of the source
   */
  public RecordReader(Limits limits, int threads) {
    this.limits = limits;
    this.threads = threads;
    this.factory = TreeReader.factory(limits);
  }

  /** Opens and reads a source; one that cannot be opened is quarantined. */
  public void read(Source source, LongConsumer progress, RecordSink sink) {
    InputStream opened;
    try {
      opened = source.open();
    } catch (IOException e) {
      unreadable(source, e, sink);
      return;
    }
    try (InputStream stream = opened) {
      read(source.name(), stream, progress, sink);
    } catch (IOException e) {
      unreadable(source, e, sink);
    }
  }

  /** Reads a stream to its end and leaves it open. */
  public void read(String sourceName, InputStream stream, RecordSink sink) {
    read(sourceName, stream, count -> {}, sink);
  }

  /**
   * Reads a stream to its end and leaves it open.
   *
   * @param progress told of the bytes read from the stream, as it comes, still packed
   */
  public void read(String sourceName, InputStream stream, LongConsumer progress, RecordSink sink) {
    Faults faults = new Faults();
    Delivery delivery = new Delivery(sourceName, limits.recordBytes(), sink);
    PeekFeed packed = new PeekFeed(new StreamFeed(stream, progress, faults));
    if (!GunzipFeed.magic(packed.peek(2))) {
      text(packed, faults, delivery, sink);
      return;
    }
    try (GunzipFeed unpacked = new GunzipFeed(packed, limits.gzipRatio(), faults)) {
      text(new PeekFeed(unpacked), faults, delivery, sink);
    }
  }

  private void text(PeekFeed feed, Faults faults, Delivery delivery, RecordSink sink) {
    byte[] start = feed.peek(BYTE_ORDER_MARK);
    if (GunzipFeed.magic(start)) {
      delivery.quarantine(
          QuarantineReason.NESTED_GZIP, "The gzip stream holds another gzip stream.", 0, NOTHING);
      return;
    }
    ByteWindow window = window(feed, start);
    frame(window, delivery, sink);
    Faults.Fault fault = faults.first();
    if (fault != null) {
      delivery.quarantine(
          fault.reason(), fault.detail(), window.offset(window.filledTo()), NOTHING);
    }
  }

  private static ByteWindow window(PeekFeed feed, byte[] start) {
    if (starts(start, 0xff, 0xfe) || starts(start, 0xfe, 0xff)) {
      feed.skip(2);
      return new ByteWindow(new Utf16Feed(feed, starts(start, 0xfe, 0xff)), 2, true);
    }
    int mark = starts(start, 0xef, 0xbb, 0xbf) ? BYTE_ORDER_MARK : 0;
    feed.skip(mark);
    return new ByteWindow(feed, mark, false);
  }

  private void frame(ByteWindow window, Delivery delivery, RecordSink sink) {
    TreeReader trees = new TreeReader(limits, factory);
    Optional<CsvHeader> header = CsvHeader.find(window);
    if (header.isPresent()) {
      Unwrapper unwrapper = new Unwrapper(trees, delivery, null);
      new CsvFraming(window, limits, header.get(), delivery, unwrapper).read();
      return;
    }
    Sieve sieve = sink.sieve();
    Sieving sieving = sieve == null ? null : new Sieving(limits, sieve);
    if (threads == 1 || !window.narrow()) {
      new JsonFraming(window, limits.recordBytes(), trees, delivery, sieving, null).read();
    } else {
      try (Chunks chunks = new Chunks(threads, window, delivery, () -> chunkTask(sink))) {
        new JsonFraming(window, limits.recordBytes(), trees, delivery, sieving, chunks).read();
      }
    }
    if (sieving != null) {
      sink.passed(sieving.take());
    }
  }

  private ChunkTask chunkTask(RecordSink sink) {
    return new ChunkTask(limits, new TreeReader(limits, factory), sink.sieve());
  }

  private static boolean starts(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xff) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private void unreadable(Source source, IOException problem, RecordSink sink) {
    new Delivery(source.name(), limits.recordBytes(), sink)
        .quarantine(
            QuarantineReason.UNREADABLE_SOURCE,
            "The source could not be opened (%s).".formatted(problem.getClass().getSimpleName()),
            0,
            NOTHING);
  }
}
