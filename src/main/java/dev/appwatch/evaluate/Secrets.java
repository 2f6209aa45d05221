package dev.appwatch.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Masks secrets in text from logs: a finding travels further than the log it came from. */
final class Secrets {

  private static final String MASK = "***";
  // member of a JSON text or parameter of an address whose name says that its value is secret
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)(\"?(?:secret_?text|client_?secret|secret_?value|pass(?:word|wd)|access_?token|refresh_?token|id_?token|api_?key|account_?key|shared_?access_?key|sig)\"?\\s*[=:]\\s*\"?)([^\"&;,\\s}]{3,})");
  // the form of client secrets that Entra makes: three characters, a digit, Q~, the rest
  private static final Pattern CLIENT_SECRET =
      Pattern.compile("[A-Za-z0-9_~.\\-]{3}[0-9]Q~[A-Za-z0-9_~.\\-]{20,40}");
  private static final Pattern TOKEN =
      Pattern.compile("eyJ[A-Za-z0-9_\\-]{8,}\\.[A-Za-z0-9_\\-]{8,}(?:\\.[A-Za-z0-9_\\-]*)?");

  // what stands before the host of an address
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(://[^/\\s:@]{0,100}:)[^/\\s@]{1,200}@");
  private static final Pattern BEARER =
      Pattern.compile("(?i)(bearer\\s{1,5})[A-Za-z0-9._~+/=\\-]{12,}");

  private static final List<String> NAMES =
      List.of("secret", "passw", "token", "_key", "apikey", "accesskey", "accountkey", "sig");

  private Secrets() {}

  /** Returns the text with everything that looks like a secret replaced by three asterisks. */
  static String mask(String text) {
    if (text.length() < 8) {
      return text;
    }
    String masked = text;
    if (names(text)) {
      masked = NAMED.matcher(masked).replaceAll("$1" + MASK);
    }
    if (text.contains("Q~")) {
      masked = CLIENT_SECRET.matcher(masked).replaceAll(MASK);
    }
    if (text.contains("eyJ")) {
      masked = TOKEN.matcher(masked).replaceAll(MASK);
    }
    if (text.contains("://") && text.indexOf('@') > 0) {
      masked = IN_ADDRESS.matcher(masked).replaceAll("$1" + MASK + "@");
    }
    return text.contains("earer ") ? BEARER.matcher(masked).replaceAll("$1" + MASK) : masked;
  }

  /** Tells nearly all text apart without the expression, which is slow. */
  private static boolean names(String text) {
    if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
      return false;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (String name : NAMES) {
      if (lower.contains(name)) {
        return true;
      }
    }
    return false;
  }
}
