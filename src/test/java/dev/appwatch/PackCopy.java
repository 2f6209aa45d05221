package dev.appwatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Copies the shipped pack, so that a test can change it. */
public final class PackCopy {

  private PackCopy() {}

  /** Copies the pack into the folder, which is made if it is missing. */
  public static void into(Path folder) throws IOException {
    Path pack = Path.of("rules");
    try (Stream<Path> files = Files.walk(pack)) {
      for (Path file : files.toList()) {
        Path target = folder.resolve(pack.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
