package dev.appwatch.text;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, as this program writes digests. */
public final class Sha256 {

  private Sha256() {}

  /** Returns {@code sha256:} and the 64 hex digits of some bytes. */
  public static String of(byte[] bytes) {
    return text(start().digest(bytes));
  }

  /** Returns the 64 hex digits of some bytes. */
  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(start().digest(bytes));
  }

  /** Returns {@code sha256:} and the hex digits of a digest. */
  public static String text(byte[] digest) {
    return "sha256:" + HexFormat.of().formatHex(digest);
  }

  /** Returns a digest that waits for its first byte. */
  public static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
