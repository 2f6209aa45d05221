package dev.appwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;

/** Keys to sign packs with, as files. */
final class SigningKeys {

  private SigningKeys() {}

  /** Makes a pair of keys. */
  static void write(Path privateKey, Path publicKey) throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(privateKey, "PRIVATE KEY", pair.getPrivate());
    write(publicKey, "PUBLIC KEY", pair.getPublic());
  }

  private static void write(Path file, String kind, Key key) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(kind, Base64.getMimeEncoder().encodeToString(key.getEncoded()), kind));
  }
}
