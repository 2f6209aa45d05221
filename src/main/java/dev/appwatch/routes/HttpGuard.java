package dev.appwatch.routes;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every request before its body is read: who sends it, and whether it may be read. */
final class HttpGuard implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);
  private static final Set<String> TYPES = Set.of("application/json", "application/x-ndjson");
  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip");

  private final HttpOptions options;
  private final RequestRate rate;

  HttpGuard(HttpOptions options, RequestRate rate) {
    this.options = options;
    this.rate = rate;
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!known(request)) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
      HttpAnswers.refuse(context, 401, "A valid bearer token is needed.");
    } else if (!rate.allows(HttpAnswers.client(request))) {
      context.response().putHeader("Retry-After", "1");
      HttpAnswers.refuse(context, 429, "There are too many requests a second.");
    } else if (!HttpMethod.POST.equals(request.method())) {
      context.response().putHeader("Allow", "POST");
      HttpAnswers.refuse(context, 405, "The method must be POST.");
    } else if (request.query() != null) {
      // Camel would make headers of them, and a token there ends in the logs of others
      HttpAnswers.refuse(context, 400, "The address takes no parameters.");
    } else if (!TYPES.contains(type(request)) || !ENCODINGS.contains(encoding(request))) {
      HttpAnswers.refuse(
          context,
          415,
          "The body must be application/json or application/x-ndjson, plain or as gzip.");
    } else if (length(request) > options.limits().bodyBytes()) {
      HttpAnswers.refuse(context, 413, "The body is too long.");
    } else {
      dropHeaders(request);
      context.response().putHeader("X-Content-Type-Options", "nosniff");
      context.next();
    }
  }

  private boolean known(HttpServerRequest request) {
    if (options.certificateSuffices()) {
      return request.isSSL(); // the handshake asked for a certificate
    }
    try {
      return options.tokens().accept(request.getHeader(HttpHeaders.AUTHORIZATION));
    } catch (RuntimeException e) {
      LOG.error("The tokens can't be read; every request is refused. {}", e.getMessage());
      return false;
    }
  }

  /** Nobody outside may steer the router by its own headers, and no route needs the token. */
  private static void dropHeaders(HttpServerRequest request) {
    for (String name : List.copyOf(request.headers().names())) {
      if (steers(name)) {
        request.headers().remove(name);
      }
    }
    request.headers().remove(HttpHeaders.AUTHORIZATION);
  }

  /** Whatever a spelling of the name is: other letter case, other or no separators. */
  static boolean steers(String name) {
    String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return letters.startsWith("camel")
        || letters.startsWith("orgapachecamel")
        || letters.startsWith("appwatch");
  }

  private static String type(HttpServerRequest request) {
    return plain(request.getHeader(HttpHeaders.CONTENT_TYPE)).split(";", 2)[0].strip();
  }

  private static String encoding(HttpServerRequest request) {
    return plain(request.getHeader(HttpHeaders.CONTENT_ENCODING));
  }

  private static String plain(@Nullable String header) {
    return header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
  }

  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return length == null ? 0 : Long.parseLong(length); // digits, says who read the header
  }
}
