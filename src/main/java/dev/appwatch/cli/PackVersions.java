package dev.appwatch.cli;

import dev.appwatch.rules.PackSignature;
import dev.appwatch.rules.PackSignatureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;

/** Remembers the version of the signed pack that was used last, so that none goes back. */
final class PackVersions {

  private PackVersions() {}

  /**
   * Accepts a signed pack and remembers its version.
   *
   * @throws PackSignatureException when the pack is not as it must be, or nothing can be remembered
   */
  static PackSignature accept(Path pack, List<PublicKey> keys) {
    Path file = file(pack);
    PackSignature signature = PackSignature.verify(pack, keys, last(file));
    try {
      Path folder = Objects.requireNonNull(file.getParent());
      Files.createDirectories(folder);
      Path beside = Files.createTempFile(folder, "version", ".tmp");
      Files.writeString(beside, Long.toString(signature.version()));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PackSignatureException(
          "The version of the pack can't be kept (%s), so an older one could not be told next time."
              .formatted(file));
    }
    return signature;
  }

  private static long last(Path file) {
    if (!Files.exists(file)) {
      return 1;
    }
    try {
      return Long.parseLong(Files.readString(file).strip());
    } catch (IOException | NumberFormatException e) {
      throw new PackSignatureException(
          "The version that was used last (%s) can't be read.\n    Maybe look who changed it, and remove it."
              .formatted(file));
    }
  }

  /** Returns where this user's state belongs; one file for each place of a pack. */
  private static Path file(Path pack) {
    String named = System.getProperty("appwatch.state", "");
    String states = System.getenv().getOrDefault("XDG_STATE_HOME", "");
    Path base =
        !named.isEmpty()
            ? Path.of(named)
            : states.isEmpty()
                ? Path.of(System.getProperty("user.home", "."), ".local", "state", "appwatch")
                : Path.of(states, "appwatch");
    String place = pack.toAbsolutePath().normalize().toString();
    return base.resolve("pack-" + Integer.toHexString(place.hashCode()) + ".version");
  }
}
