package dev.appwatch.ingest;

import dev.appwatch.text.NearWord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds what somebody who mistyped a path may have meant. */
final class NearName {

  private static final int MOST_NAMES = 1_000;
  private static final int MOST_CHANGES = 3;

  private NearName() {}

  /** Returns the neighbour whose name differs least, when it differs little. */
  static Optional<Path> of(Path missing) {
    Path folder = missing.getParent();
    Path name = missing.getFileName();
    if (name == null) {
      return Optional.empty();
    }
    @Nullable Path nearest = null;
    int least = Math.min(MOST_CHANGES, name.toString().length() / 2) + 1;
    try (DirectoryStream<Path> paths =
        Files.newDirectoryStream(folder == null ? Path.of("") : folder)) {
      int seen = 0;
      for (Path path : paths) {
        int changes = NearWord.changes(String.valueOf(path.getFileName()), name.toString());
        boolean earlier = nearest != null && path.compareTo(nearest) < 0;
        if (changes < least || (changes == least && earlier)) {
          least = changes;
          nearest = path;
        }
        if (++seen == MOST_NAMES) {
          break;
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.ofNullable(nearest);
  }
}
