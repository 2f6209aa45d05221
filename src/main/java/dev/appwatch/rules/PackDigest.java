package dev.appwatch.rules;

import dev.appwatch.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A digest over the names and bytes of every file of a pack, in the order of their names. */
final class PackDigest {

  private PackDigest() {}

  static String of(Path pack) {
    MessageDigest digest = Sha256.start();
    for (String name : names(pack)) {
      byte[] bytes = bytes(pack, name);
      digest.update((name + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
      digest.update(bytes);
    }
    return Sha256.text(digest.digest());
  }

  /** Returns the SHA-256 of every file in hex, by its path relative to the pack. */
  static SortedMap<String, String> files(Path pack) {
    SortedMap<String, String> digests = new TreeMap<>();
    for (String name : names(pack)) {
      digests.put(name, Sha256.hex(bytes(pack, name)));
    }
    return digests;
  }

  private static List<String> names(Path pack) {
    try (Stream<Path> walk = Files.walk(pack)) {
      return walk.filter(Files::isRegularFile)
          .map(path -> pack.relativize(path).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path pack, String name) {
    try {
      return Files.readAllBytes(pack.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
