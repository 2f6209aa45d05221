package dev.appwatch.report;

import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The extension of a line of CEF: {@code key=value} with blanks between, what is unknown left out.
 */
final class CefFields {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final int ADDRESS = 64;

  private final StringJoiner fields = new StringJoiner(" ");

  /** Adds a value that is known to be harmless. */
  void put(String key, String value) {
    fields.add(key + "=" + value);
  }

  /** Adds a value from a log, cut to so many characters. */
  void put(String key, @Nullable String value, int most) {
    if (value != null && !value.isBlank()) {
      put(key, escaped(value, most));
    }
  }

  /** Adds one of the format's free fields with the name that it is to have. */
  void labelled(String key, String label, @Nullable String value, int most) {
    if (value != null && !value.isBlank()) {
      put(key + "Label", label);
      put(key, value, most);
    }
  }

  /** Adds the address that an action came from: the format has other fields for IPv6. */
  void address(@Nullable String ip) {
    if (ip == null) {
      return;
    }
    if (IPV4.matcher(ip).matches()) {
      put("src", ip);
    } else if (IPV6.matcher(ip).matches()) {
      labelled("c6a2", "Source IPv6 Address", ip, ADDRESS);
    }
  }

  /** Line ends keep their meaning; whatever else a terminal would obey becomes a visible escape. */
  private static String escaped(String value, int most) {
    StringBuilder escaped = new StringBuilder();
    String cut = value.length() > most ? value.substring(0, most - 1) + "…" : value;
    for (String line : cut.split("(?<=[\\r\\n])", -1)) {
      String end = line.endsWith("\n") ? "\\n" : line.endsWith("\r") ? "\\r" : "";
      String text = end.isEmpty() ? line : line.substring(0, line.length() - 1);
      escaped.append(SafeText.of(text).replace("\\", "\\\\").replace("=", "\\=")).append(end);
    }
    return escaped.toString();
  }

  @Override
  public String toString() {
    return fields.toString();
  }
}
