package dev.appwatch.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** Replaces a file as a whole: readers see the old text or the new one, never a half. */
final class WholeFile {

  private WholeFile() {}

  static void replace(Path file, String text) throws IOException {
    Path real = file.toRealPath();
    Path draft = Files.createTempFile(real.getParent(), ".appwatch", ".tmp");
    try {
      Files.writeString(draft, text, StandardCharsets.UTF_8);
      if (Files.getFileAttributeView(real, PosixFileAttributeView.class) != null) {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(real);
        Files.setPosixFilePermissions(draft, permissions);
      }
      Files.move(draft, real, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
