package dev.appwatch.scenario;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Writes single values of YAML. */
final class Scalars {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_.-]*");
  private static final Set<String> RESERVED =
      Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

  private Scalars() {}

  /** Returns a value as it is written most plainly; nothing and the empty text are null. */
  static String of(@Nullable String value) {
    if (value == null || value.isEmpty()) {
      return "null";
    }
    return PLAIN.matcher(value).matches() && !RESERVED.contains(value.toLowerCase(Locale.ROOT))
        ? value
        : quoted(value);
  }

  /** Returns a value in quotes, whatever it holds. */
  static String quoted(String value) {
    return TextNode.valueOf(value).toString();
  }
}
