package dev.appwatch.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Secrets come from the environment, or from a file that it names; never from the command line. */
final class Secret {

  private Secret() {}

  /** Returns whether a variable, or the one of that name with {@code _FILE}, is set. */
  static boolean isSet(String variable) {
    return isFilled(variable) || isFilled(variable + "_FILE");
  }

  private static boolean isFilled(String variable) {
    String value = System.getenv(variable);
    return value != null && !value.isEmpty();
  }

  /**
   * Returns the value of a variable, or the first line of the file that the variable of that name
   * with {@code _FILE} names; null when neither is set.
   */
  static @Nullable String named(String variable) {
    String value = System.getenv(variable);
    if (value != null && !value.isEmpty()) {
      return value;
    }
    String file = System.getenv(variable + "_FILE");
    if (file == null || file.isEmpty()) {
      return null;
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new RefusedException(
          "The file (%s) that %s_FILE names can't be read.\n    Maybe it is not mounted."
              .formatted(file, variable));
    }
  }
}
