package dev.appwatch.intake;

import dev.appwatch.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.LongConsumer;

/**
 * What a source hands over at once and waits to have acknowledged: a file, the body of a request, a
 * message.
 */
public final class Delivery {

  private static final int HEAD = 64 * 1024;
  private static final int NAME_DIGITS = 16;

  private final String intake;
  private final String source;
  private final String identity;
  private final boolean repeatable;
  private final Opener opener;

  Delivery(String intake, String source, String identity, boolean repeatable, Opener opener) {
    this.intake = intake;
    this.source = source;
    this.identity = identity;
    this.repeatable = repeatable;
    this.opener = opener;
  }

  /** Opens what is delivered, from its beginning. */
  interface Opener {
    InputStream open() throws IOException;
  }

  /**
   * Returns the delivery of a file. It is known again by its name, size, age and beginning, so that
   * an interrupted one is taken up where it was left.
   *
   * @param intake the name under which its records are counted
   * @param source how findings name it
   */
  public static Delivery file(String intake, String source, Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    byte[] head;
    try (InputStream stream = Files.newInputStream(file)) {
      head = stream.readNBytes(HEAD);
    }
    String identity =
        String.join(
            "|",
            "file",
            intake,
            source,
            String.valueOf(attributes.size()),
            String.valueOf(attributes.lastModifiedTime().toMillis()),
            Sha256.hex(head));
    return new Delivery(intake, source, identity, true, () -> Files.newInputStream(file));
  }

  /** Returns the delivery of some bytes; when they come again, they are judged again. */
  public static Delivery bytes(String intake, byte[] bytes) {
    String digest = Sha256.hex(bytes);
    return new Delivery(
        intake, source(intake, digest), digest, false, () -> new ByteArrayInputStream(bytes));
  }

  /**
   * Returns the delivery of some bytes under a key that its sender chose; when the same bytes come
   * again under the same key, they are answered from the first time.
   */
  public static Delivery bytes(String intake, String key, byte[] bytes) {
    String digest = Sha256.hex(bytes);
    String identity = String.join("|", "key", intake, key, digest);
    return new Delivery(
        intake, source(intake, digest), identity, true, () -> new ByteArrayInputStream(bytes));
  }

  String intake() {
    return intake;
  }

  String source() {
    return source;
  }

  String identity() {
    return identity;
  }

  boolean repeatable() {
    return repeatable;
  }

  LongConsumer progress() {
    return Intake.NOBODY;
  }

  InputStream open() throws IOException {
    return opener.open();
  }

  /** The same bytes have the same name, so that findings do not list them twice. */
  private static String source(String intake, String digest) {
    return intake + ":" + digest.substring(0, NAME_DIGITS);
  }
}
