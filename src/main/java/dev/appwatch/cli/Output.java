package dev.appwatch.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Where findings go: standard output, or a file that appears whole or not at all. */
final class Output implements AutoCloseable {

  private final OutputStream stream;
  private final @Nullable Path file;
  private final @Nullable Path draft;

  private Output(OutputStream stream, @Nullable Path file, @Nullable Path draft) {
    this.stream = stream;
    this.file = file;
    this.draft = draft;
  }

  static Output to(@Nullable Path file) {
    if (file == null) {
      // not System.out, which swallows errors
      return new Output(
          new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), null, null);
    }
    try {
      Path folder = file.toAbsolutePath().getParent();
      Path draft = Files.createTempFile(folder, ".appwatch", ".tmp");
      return new Output(new BufferedOutputStream(Files.newOutputStream(draft)), file, draft);
    } catch (IOException e) {
      throw new RefusedException(
          "The output (%s) can't be written.\n    Maybe its folder does not exist."
              .formatted(file));
    }
  }

  OutputStream stream() {
    return stream;
  }

  boolean colour() {
    String noColour = System.getenv("NO_COLOR");
    return file == null
        && Boolean.getBoolean("appwatch.stdout.tty")
        && (noColour == null || noColour.isEmpty());
  }

  /** Puts the file in its place; nothing to do for standard output. */
  void commit() {
    if (file == null || draft == null) {
      return;
    }
    try {
      stream.flush();
      try {
        Files.move(
            draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        stream.close();
      }
      if (draft != null) {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
