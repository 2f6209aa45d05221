package dev.appwatch.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies a pack with one change in it. */
final class PackCopy {

  private PackCopy() {}

  /** Returns a new folder within another one that holds the pack with the change. */
  static Path of(Path pack, Mutant mutant, Path work) {
    try (Stream<Path> walk = Files.walk(pack)) {
      Path folder = Files.createTempDirectory(work, "pack");
      for (Path from : walk.toList()) {
        Path to = folder.resolve(pack.relativize(from).toString());
        if (Files.isDirectory(from)) {
          Files.createDirectories(to);
        } else {
          Files.copy(from, to);
        }
      }
      Path file = folder.resolve(mutant.file());
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Files.writeString(file, mutant.changed(text), StandardCharsets.UTF_8);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
