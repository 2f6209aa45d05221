package dev.appwatch.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.appwatch.model.Position;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.text.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Keeps the records that could not be judged, one JSON object a line.
 *
 * <p>A line holds everything: its last member {@code bytes} is what was read, in Base64, and {@code
 * sha256} is the digest of those bytes. The file belongs to its owner alone, for the bytes may hold
 * anything, and is begun anew by each run. Used by one thread.
 */
public final class QuarantineWriter implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<StandardOpenOption> BEGIN_ANEW =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);

  private final OutputStream out;
  private final JsonGenerator json;

  private QuarantineWriter(OutputStream out) throws IOException {
    this.out = out;
    this.json = JsonText.lines(out);
  }

  /** Opens the file and empties it. */
  public static QuarantineWriter open(Path file) {
    try {
      return new QuarantineWriter(new BufferedOutputStream(ownerOnly(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes one record. */
  public void write(QuarantinedRecord quarantined) {
    Position position = quarantined.position();
    try {
      json.writeStartObject();
      json.writeStringField("schema", "appwatch.quarantine/1");
      json.writeStringField("source", JsonText.whole(position.source()));
      json.writeNumberField("record", position.record());
      json.writeNumberField("offset", position.offset());
      json.writeStringField("reason", quarantined.reason().name());
      json.writeStringField("detail", JsonText.whole(quarantined.detail()));
      json.writeStringField("sha256", Sha256.hex(quarantined.bytes()));
      json.writeBinaryField("bytes", quarantined.bytes());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hands what was written to the operating system. */
  public void flush() {
    try {
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try (OutputStream closing = out) {
      json.close();
      closing.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static OutputStream ownerOnly(Path file) throws IOException {
    if (Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
      return Channels.newOutputStream(Files.newByteChannel(file, BEGIN_ANEW));
    }
    if (Files.isRegularFile(file)) {
      Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    return Channels.newOutputStream(Files.newByteChannel(file, BEGIN_ANEW, ownerOnly));
  }
}
