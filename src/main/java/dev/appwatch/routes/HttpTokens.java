package dev.appwatch.routes;

import dev.appwatch.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The bearer tokens that clients may show.
 *
 * <p>They are asked for with every request, so that a token which was added or removed meanwhile
 * counts from the next request on. While they can't be read, no token is valid.
 */
public final class HttpTokens {

  private static final String BEARER = "bearer ";

  private final @Nullable Supplier<List<String>> source;

  private HttpTokens(@Nullable Supplier<List<String>> source) {
    this.source = source;
  }

  /** Returns that no tokens are set up. */
  public static HttpTokens none() {
    return new HttpTokens(null);
  }

  /** Returns the tokens that a source names whenever it is asked. */
  public static HttpTokens from(Supplier<List<String>> source) {
    return new HttpTokens(source);
  }

  /** Whether tokens are set up, be it that none is valid at the moment. */
  boolean asked() {
    return source != null;
  }

  /**
   * Whether a header names a valid token. Every token is compared to its end, so that the time
   * tells nothing.
   */
  boolean accept(@Nullable String authorization) {
    if (source == null
        || authorization == null
        || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    byte[] given = digest(authorization.substring(BEARER.length()).strip());
    boolean known = false;
    for (String token : source.get()) {
      known |= MessageDigest.isEqual(digest(token), given);
    }
    return known;
  }

  private static byte[] digest(String token) {
    return Sha256.start().digest(token.getBytes(StandardCharsets.UTF_8));
  }

  /** Never shows a token. */
  @Override
  public String toString() {
    return asked() ? "tokens" : "no tokens";
  }
}
