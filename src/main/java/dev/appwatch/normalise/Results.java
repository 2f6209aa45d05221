package dev.appwatch.normalise;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Results, of which every shape has its own words. */
final class Results {

  private static final Set<String> SUCCESS =
      Set.of("success", "succeeded", "partiallysucceeded", "successful", "true", "0", "new");

  private Results() {}

  /** Returns whether the change took effect; a missing result is no proof that it did not. */
  static boolean succeeded(@Nullable String result) {
    return result == null || SUCCESS.contains(result.strip().toLowerCase(Locale.ROOT));
  }
}
