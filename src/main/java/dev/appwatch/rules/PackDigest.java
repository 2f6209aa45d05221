package dev.appwatch.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A digest over the names and bytes of every file of a pack, in the order of their names. */
final class PackDigest {

  private PackDigest() {}

  static String of(Path pack) {
    try (Stream<Path> walk = Files.walk(pack)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<String> names =
          walk.filter(Files::isRegularFile)
              .map(path -> pack.relativize(path).toString().replace('\\', '/'))
              .sorted()
              .toList();
      for (String name : names) {
        byte[] bytes = Files.readAllBytes(pack.resolve(name));
        digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
      }
      return "sha256:" + HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }
}
