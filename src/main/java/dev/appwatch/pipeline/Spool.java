package dev.appwatch.pipeline;

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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps records that are to be judged later: in memory while they are few, then in a temporary file
 * that only its owner can read.
 */
final class Spool implements AutoCloseable {

  private final long budget;
  private final List<RawRecord> records = new ArrayList<>();
  private long heldBytes;
  private @Nullable Path file;
  private @Nullable DataOutputStream out;
  private long spooled;

  /** Makes an empty spool that holds about so many bytes of records in memory. */
  Spool(long budget) {
    this.budget = budget;
  }

  void add(RawRecord record) {
    if (out == null && heldBytes + record.bytes().length <= budget) {
      heldBytes += record.bytes().length;
      records.add(record);
      return;
    }
    try {
      write(record);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands out every record in the order in which it came. */
  void forEach(Consumer<RawRecord> consumer) {
    records.forEach(consumer);
    if (file == null || out == null) {
      return;
    }
    try {
      out.flush();
      try (DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
        for (long i = 0; i < spooled; i++) {
          consumer.accept(RawRecordCodec.read(in));
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
