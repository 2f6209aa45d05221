package dev.appwatch.pipeline;

import dev.appwatch.model.Event;
import dev.appwatch.model.RawRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records that are to be judged later: in memory, with what they mean, while they are few,
 * then in a temporary file that only its owner can read.
 */
final class Spool implements AutoCloseable {

  private final long budget;
  private final List<Held> records = new ArrayList<>();
  private long heldBytes;
  private @Nullable Path file;
  private @Nullable DataOutputStream out;
  private long spooled;

  /**
   * A record in memory.
   *
   * @param record the record, whose members are gone: the event says what they meant
   */
  private record Held(RawRecord record, Event event) {}

  /** Makes an empty spool that holds about so many bytes of records in memory. */
  Spool(long budget) {
    this.budget = budget;
  }

  /** Keeps a record and what it means. */
  void add(RawRecord record, Event event) {
    if (out == null && heldBytes + record.bytes().length <= budget) {
      heldBytes += record.bytes().length;
      records.add(new Held(new RawRecord(record.position(), Map.of(), record.bytes()), event));
      return;
    }
    try {
      write(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Hands out every record in the order in which it came.
   *
   * @param known takes those of which it is still known what they mean; of these, members are gone
   * @param other takes those that have to be understood again
   */
  void forEach(BiConsumer<RawRecord, Event> known, Consumer<RawRecord> other) {
    records.forEach(held -> known.accept(held.record(), held.event()));
    if (file == null || out == null) {
      return;
    }
    try {
      out.flush();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long i = 0; i < spooled; i++) {
          other.accept(RawRecordCodec.read(in));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(RawRecord record) throws IOException {
    if (out == null) {
      file = Files.createTempFile("appwatch-later", ".tmp"); // its owner's alone, by contract
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }
    RawRecordCodec.write(out, record);
    spooled++;
  }

  @Override
  public void close() {
    try {
      if (out != null) {
        out.close();
      }
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
