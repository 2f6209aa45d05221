package dev.appwatch.evaluate;

import com.google.common.net.InetAddresses;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses of applications, which may hold anything a manifest editor accepts. */
final class Uris {

  // scheme, then authority up to the path; written by hand because wildcards are no legal URI, and
  // browsers end the authority at a backslash too
  private static final Pattern PARTS =
      Pattern.compile("(?i)([a-z][a-z0-9+.\\-]*):(?://([^/?#\\\\]*))?([^?#]*).*", Pattern.DOTALL);
  private static final Set<String> NATIVE_SCHEMES =
      Set.of("ms-app", "ms-appx-web", "urn", "package", "brk-multihub");
  // other paths of these hosts send on to wherever their query says
  private static final Set<String> NATIVE_CLIENTS =
      Set.of(
          "https://login.microsoftonline.com/common/oauth2/nativeclient",
          "https://login.live.com/oauth20_desktop.srf");

  private Uris() {}

  static String scheme(String uri) {
    Matcher matcher = PARTS.matcher(uri.strip());
    return matcher.matches() ? matcher.group(1).toLowerCase(Locale.ROOT) : "";
  }

  /** Returns the host in lower case, without user, port and brackets; null when there is none. */
  static @Nullable String host(String uri) {
    Matcher matcher = PARTS.matcher(uri.strip());
    if (!matcher.matches() || matcher.group(2) == null) {
      return null;
    }
    String authority = matcher.group(2);
    String host = authority.substring(authority.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      return end > 0 ? host.substring(1, end) : host;
    }
    int colon = host.indexOf(':');
    host = colon < 0 ? host : host.substring(0, colon);
    host = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return host.isEmpty() ? null : host;
  }

  private static String path(String uri) {
    Matcher matcher = PARTS.matcher(uri.strip());
    return matcher.matches() ? matcher.group(3) : "";
  }

  static boolean localhost(@Nullable String host) {
    return host != null
        && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("::1"));
  }

  /** Returns whether the scheme is one that public clients use; only valid for such clients. */
  static boolean nativeScheme(String uri) {
    String scheme = scheme(uri);
    return NATIVE_SCHEMES.contains(scheme)
        || scheme.startsWith("msal")
        || scheme.startsWith("ms-appx")
        || (!scheme.equals("http") && !scheme.equals("https") && !scheme.isEmpty());
  }

  /** Returns whether the address is one that Microsoft lends to every native client. */
  static boolean nativeClient(String uri) {
    return NATIVE_CLIENTS.contains(comparable(uri));
  }

  /** Returns whether the host holds an asterisk or the address ends with one. */
  static boolean wildcard(String uri) {
    String plain = decoded(uri);
    String host = host(plain);
    return (host != null && host.contains("*")) || plain.strip().endsWith("*");
  }

  static boolean wildcardInPath(String uri) {
    String plain = decoded(uri);
    return !wildcard(uri) && path(plain).contains("*");
  }

  private static String decoded(String uri) {
    return uri.replaceAll("(?i)%2a", "*");
  }

  static boolean address(@Nullable String host) {
    return host != null && InetAddresses.isInetAddress(host);
  }

  /** Returns whether the host is written in, or encodes, another alphabet. */
  static boolean internationalised(@Nullable String host) {
    return host != null
        && (host.startsWith("xn--")
            || host.contains(".xn--")
            || host.chars().anyMatch(c -> c > 0x7F));
  }

  /** Returns the form in which two addresses are the same: host in lower case, no default port. */
  static String comparable(String uri) {
    try {
      URI parsed = new URI(uri.strip());
      if (parsed.getHost() == null || parsed.getScheme() == null) {
        return uri.strip();
      }
      String scheme = parsed.getScheme().toLowerCase(Locale.ROOT);
      int port = parsed.getPort();
      boolean usual =
          port < 0
              || (port == 443 && scheme.equals("https"))
              || (port == 80 && scheme.equals("http"));
      return scheme
          + "://"
          + parsed.getHost().toLowerCase(Locale.ROOT)
          + (usual ? "" : ":" + port)
          + parsed.getRawPath()
          + (parsed.getRawQuery() == null ? "" : "?" + parsed.getRawQuery());
    } catch (URISyntaxException e) {
      return uri.strip();
    }
  }
}
