package dev.appwatch.routes;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers those that are refused, in the program's own words: what failed inside is for the log
 * alone.
 */
final class HttpAnswers {

  private static final Logger LOG = LoggerFactory.getLogger(HttpAnswers.class);
  private static final int LINGER_MILLIS = 1_000;
  private static final Map<Integer, String> WORDS =
      Map.of(
          400, "The request can't be read.",
          404, "There is nothing here.",
          405, "The method must be POST.",
          408, "The request came too slowly.",
          413, "The body is too long.",
          415, "The type of the body is not read here.",
          431, "The header is too long.",
          500, "The request failed.",
          503, "Nothing can be taken now.");

  private HttpAnswers() {}

  /** Puts these answers in the place of a router's own, which would be pages in HTML. */
  static void useFor(Router router) {
    WORDS.forEach(
        (status, words) -> router.errorHandler(status, context -> refuse(context, status, words)));
  }

  /** Answers a request that something failed with. */
  static void failed(RoutingContext context) {
    int status = status(context);
    if (context.failure() != null && status >= 500) {
      // its message may hold what was sent
      LOG.warn(
          "A request of {} failed: {}.",
          client(context.request()),
          context.failure().getClass().getSimpleName());
    }
    refuse(context, status, WORDS.getOrDefault(status, "The request failed."));
  }

  private static int status(RoutingContext context) {
    if (context.failure() instanceof HttpException told) {
      return told.getStatusCode();
    }
    return context.statusCode() < 400 ? 500 : context.statusCode();
  }

  /** Answers a request that is not taken, and logs that. */
  static void refuse(RoutingContext context, int status, String why) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return; // whoever asked is gone
    }
    LOG.warn("A request of {} was refused: {} {}", client(context.request()), status, why);
    if (response.headWritten()) {
      context.request().connection().close();
      return;
    }
    response
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .end("{\"error\":\"%s\"}%n".formatted(why));
    // what is still being sent is dropped unread; whoever sends it may see the answer first
    context.vertx().setTimer(LINGER_MILLIS, id -> context.request().connection().close());
  }

  static String client(HttpServerRequest request) {
    SocketAddress address = request.remoteAddress();
    return address == null ? "?" : String.valueOf(address.hostAddress());
  }
}
