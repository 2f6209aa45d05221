package dev.appwatch.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Operation names, which the logs write with different dashes, blanks, case and full stops. */
public final class Operations {

  private static final int MOST_KNOWN = 4096; // names come from attackers too, memory must not grow
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();
  private static final String DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212\uFE63\uFF0D";

  private static final Pattern DAMAGED_DASH =
      Pattern.compile(
          "^((?:update|create) application)[^a-z0-9]{0,6}[^\\x00-\\x7F]?[^a-z0-9]{0,6}certificates and secrets management$");

  private Operations() {}

  /**
   * Returns the canonical name: NFKC, plain hyphen, single blanks, trimmed, without one trailing
   * full stop, in lower case, and with one blank on both sides of the dash before "certificates".
   */
  public static String canonical(String name) {
    String known = KNOWN.get(name);
    if (known != null) {
      return known;
    }
    String canonical = compute(name);
    if (KNOWN.size() < MOST_KNOWN) {
      KNOWN.put(name, canonical);
    }
    return canonical;
  }

  private static String compute(String name) {
    String text = Normalizer.normalize(name, Normalizer.Form.NFKC);
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(DASHES.indexOf(c) >= 0 ? '-' : c);
    }
    String collapsed = plain.toString().replaceAll("[\\s\\u00A0]+", " ").strip();
    if (collapsed.endsWith(".")) {
      collapsed = collapsed.substring(0, collapsed.length() - 1).strip();
    }
    // a dash may have been damaged on the way: any few signs in its place mean the same
    return DAMAGED_DASH
        .matcher(collapsed.toLowerCase(Locale.ROOT))
        .replaceFirst("$1 - certificates and secrets management");
  }
}
