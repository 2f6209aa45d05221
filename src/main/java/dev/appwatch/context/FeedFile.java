package dev.appwatch.context;

import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The bytes of a feed or calendar file, as text.
 *
 * @param text what it says, without byte order mark
 * @param digest {@code sha256:} and 64 hex digits over its bytes
 * @param modified when the file was last changed
 */
record FeedFile(String text, String digest, Instant modified) {

  private static final int MOST_BYTES = 64 * 1024 * 1024;

  /** Returns a feed that is no file. */
  static FeedFile of(String text) {
    return new FeedFile(text, Sha256.of(text.getBytes(StandardCharsets.UTF_8)), Instant.EPOCH);
  }

  static FeedFile read(Path file) throws BadValueException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      return of(bytes, Files.getLastModifiedTime(file).toInstant());
    } catch (IOException e) {
      throw unreadable("the file is missing or can't be read.");
    }
  }

  static FeedFile of(byte[] bytes, Instant modified) throws BadValueException {
    if (bytes.length > MOST_BYTES) {
      throw unreadable("the file has more than %d MB.".formatted(MOST_BYTES >> 20));
    }
    try {
      return new FeedFile(decode(bytes), Sha256.of(bytes), modified);
    } catch (CharacterCodingException e) {
      throw unreadable("the file is not written in UTF-8.");
    }
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
    Charset charset =
        mark == 0xfeff
            ? StandardCharsets.UTF_16BE
            : mark == 0xfffe ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    String text =
        charset.equals(StandardCharsets.UTF_8)
            ? new String(bytes, StandardCharsets.UTF_8)
            : "\ufffd";
    // where bytes were no character there is a sign in their place: then who reads strictly decides
    return withoutMark(text.indexOf('\ufffd') < 0 ? text : strictly(bytes, charset));
  }

  private static String strictly(byte[] bytes, Charset charset) throws CharacterCodingException {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static BadValueException unreadable(String message) {
    return new BadValueException("UNREADABLE", message);
  }
}
