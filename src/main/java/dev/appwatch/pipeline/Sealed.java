package dev.appwatch.pipeline;

import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JSON object whose last member is the digest of its own bytes without that member. */
final class Sealed {

  private static final Pattern SEAL =
      Pattern.compile("^(\\{.*),\"hash\":\"(sha256:[0-9a-f]{64})\"\\}$", Pattern.DOTALL);

  private Sealed() {}

  /** Returns the object, which must have a member, with its seal. */
  static String seal(String object) {
    String hash = Sha256.of(object.getBytes(StandardCharsets.UTF_8));
    return object.substring(0, object.length() - 1) + ",\"hash\":\"" + hash + "\"}";
  }

  /** Returns the hash if it is the one of the other bytes. */
  static Optional<String> hashOf(byte[] sealed) {
    // one char a byte, so that no two sequences of bytes are taken for the same
    Matcher matcher = SEAL.matcher(new String(sealed, StandardCharsets.ISO_8859_1));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    byte[] object = (matcher.group(1) + "}").getBytes(StandardCharsets.ISO_8859_1);
    String hash = matcher.group(2);
    return Sha256.of(object).equals(hash) ? Optional.of(hash) : Optional.empty();
  }
}
