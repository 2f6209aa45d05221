package dev.appwatch.rules;

import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Reads Ed25519 keys from PEM files, as {@code openssl genpkey -algorithm ed25519} writes them. */
public final class PackKeys {

  private static final String ALGORITHM = "Ed25519";
  private static final int ID_DIGITS = 16;

  private PackKeys() {}

  /** Returns the id by which signatures name a key: 16 hex digits of its SHA-256. */
  public static String id(PublicKey key) {
    return Sha256.hex(Objects.requireNonNull(key.getEncoded())).substring(0, ID_DIGITS);
  }

  /**
   * Reads a private key.
   *
   * @throws PackSignatureException when the file holds none
   */
  public static PrivateKey privateKey(Path file) {
    try {
      byte[] bytes = pem(file, "PRIVATE KEY");
      return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new PackSignatureException(
          "The file (%s) holds no Ed25519 private key.".formatted(file));
    }
  }

  /**
   * Reads a public key.
   *
   * @throws PackSignatureException when the file holds none
   */
  public static PublicKey publicKey(Path file) {
    try {
      byte[] bytes = pem(file, "PUBLIC KEY");
      return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes));
    } catch (GeneralSecurityException e) {
      throw new PackSignatureException(
          "The file (%s) holds no Ed25519 public key.".formatted(file));
    }
  }

  /**
   * Reads the public keys that may sign: one file, or every {@code .pem} of a folder.
   *
   * @throws PackSignatureException when there is none
   */
  public static List<PublicKey> publicKeys(Path place) {
    List<PublicKey> keys = new ArrayList<>();
    if (Files.isRegularFile(place)) {
      keys.add(publicKey(place));
    } else if (Files.isDirectory(place)) {
      try (Stream<Path> files = Files.list(place)) {
        files
            .filter(file -> file.toString().endsWith(".pem"))
            .sorted()
            .forEach(file -> keys.add(publicKey(file)));
      } catch (IOException e) {
        throw new PackSignatureException("The folder (%s) can't be read.".formatted(place));
      }
    }
    if (keys.isEmpty()) {
      throw new PackSignatureException(
          "There is no public key (%s).\n    Maybe openssl pkey -in key.pem -pubout -out key-public.pem makes one."
              .formatted(place));
    }
    return keys;
  }

  private static byte[] pem(Path file, String kind) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new PackSignatureException("The key (%s) can't be read.".formatted(file));
    }
    String begin = "-----BEGIN " + kind + "-----";
    String end = "-----END " + kind + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf(end);
    if (from < 0 || to < from) {
      throw new PackSignatureException(
          "The file (%s) holds no PEM block (%s).".formatted(file, kind));
    }
    try {
      return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    } catch (IllegalArgumentException e) {
      throw new PackSignatureException("The PEM block of (%s) is broken.".formatted(file));
    }
  }
}
