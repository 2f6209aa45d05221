package dev.appwatch.routes;

import dev.appwatch.text.Sha256;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at every request before its body is read: who sends it, and whether it may be read. */
final class HttpGuard implements Handler<RoutingContext> {

  private static final Logger LOG = LoggerFactory.getLogger(HttpGuard.class);
  private static final String BEARER = "bearer ";
  private static final int LINGER_MILLIS = 1_000;
  private static final Set<String> TYPES = Set.of("application/json", "application/x-ndjson");
  private static final Set<String> ENCODINGS = Set.of("", "identity", "gzip");

  private final HttpOptions options;
  private final List<byte[]> tokens;
  private final RequestRate rate;
  private final Consumer<HttpConnection> heard;

  /**
   * Makes a guard.
   *
   * @param heard told of every connection by which a request came
   */
  HttpGuard(HttpOptions options, RequestRate rate, Consumer<HttpConnection> heard) {
    this.heard = heard;
    this.options = options;
    this.rate = rate;
    this.tokens = options.tokens().stream().map(HttpGuard::digest).toList();
  }

  @Override
  public void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    heard.accept(request.connection());
    if (!known(request.getHeader(HttpHeaders.AUTHORIZATION))) {
      LOG.warn("A request of {} was refused: it has no valid token.", client(request));
      context.response().putHeader("WWW-Authenticate", "Bearer");
      refuse(context, 401, "A valid bearer token is needed.");
    } else if (!rate.allows(client(request))) {
      context.response().putHeader("Retry-After", "1");
      refuse(context, 429, "There are too many requests a second.");
    } else if (!HttpMethod.POST.equals(request.method())) {
      context.response().putHeader("Allow", "POST");
      refuse(context, 405, "The method must be POST.");
    } else if (!TYPES.contains(type(request)) || !ENCODINGS.contains(encoding(request))) {
      refuse(
          context,
          415,
          "The body must be application/json or application/x-ndjson, plain or as gzip.");
    } else if (length(request) > options.limits().bodyBytes()) {
      refuse(context, 413, "The body is too long.");
    } else {
      dropHeadersOfTheRouter(request);
      endInTime(context);
      context.next();
    }
  }

  /** Every token is compared to its end, so that the time tells nothing. */
  private boolean known(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      return false;
    }
    byte[] given = digest(authorization.substring(BEARER.length()).strip());
    boolean known = false;
    for (byte[] token : tokens) {
      known |= MessageDigest.isEqual(token, given);
    }
    return known;
  }

  /** Nobody outside may steer the router by its own headers. */
  private static void dropHeadersOfTheRouter(HttpServerRequest request) {
    for (String name : List.copyOf(request.headers().names())) {
      String plain = name.strip().toLowerCase(Locale.ROOT);
      if (plain.startsWith("camel")
          || plain.startsWith("org.apache.camel")
          || plain.startsWith("appwatch")) {
        request.headers().remove(name);
      }
    }
  }

  private void endInTime(RoutingContext context) {
    long timer =
        context
            .vertx()
            .setTimer(
                options.limits().whole().toMillis(),
                id -> {
                  if (!context.response().ended()) {
                    context.request().connection().close();
                  }
                });
    context.addEndHandler(end -> context.vertx().cancelTimer(timer));
  }

  private static void refuse(RoutingContext context, int status, String why) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .end("{\"error\":\"%s\"}%n".formatted(why));
    // what is still being sent is dropped unread; whoever sends it may see the answer first
    context.vertx().setTimer(LINGER_MILLIS, id -> context.request().connection().close());
  }

  private static String client(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null ? "?" : String.valueOf(address.hostAddress());
  }

  private static String type(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private static String encoding(HttpServerRequest request) {
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT);
  }

  private static long length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static byte[] digest(String token) {
    return Sha256.start().digest(token.getBytes(StandardCharsets.UTF_8));
  }
}
