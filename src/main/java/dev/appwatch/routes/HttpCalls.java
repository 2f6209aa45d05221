package dev.appwatch.routes;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Calls of other servers, bounded in time and size; redirects are not followed. */
final class HttpCalls {

  private static final int MOST_BYTES = 64 << 20;
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]", "::1");

  private final HttpClient client;
  private final Duration timeout;
  private final Clock clock;

  /**
   * Makes calls.
   *
   * @param timeout how long an answer may take until its last byte
   */
  HttpCalls(Duration timeout, Clock clock) {
    this.timeout = timeout;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .build();
  }

  /**
   * Returns the address, which must be one that secrets may be sent to.
   *
   * @throws IllegalArgumentException when anybody on the way could read them
   */
  static URI trusted(String option, String address) {
    try {
      URI uri = URI.create(address.strip());
      boolean safe =
          "https".equalsIgnoreCase(uri.getScheme())
              || ("http".equalsIgnoreCase(uri.getScheme()) && LOOPBACK.contains(uri.getHost()));
      if (safe && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw new IllegalArgumentException(
        "The address (%s) of %s must begin with https and name a host.%n    Maybe it is misspelt; plain http is for this machine alone."
            .formatted(address, option));
  }

  /**
   * Returns the answer, whatever its status.
   *
   * @throws RemoteException when there is none in time
   */
  HttpResponse<byte[]> send(HttpRequest request) throws RemoteException, InterruptedException {
    BodyHandler<byte[]> body = info -> new LimitedBody(MOST_BYTES);
    CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, body);
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw RemoteException.passing(
          "%s did not answer within %s.".formatted(place(request.uri()), timeout), null);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String what =
          cause instanceof IOException && cause.getMessage() != null
              ? cause.getMessage()
              : cause.getClass().getSimpleName();
      throw RemoteException.passing(
          "%s can't be reached (%s).".formatted(place(request.uri()), what), null);
    }
  }

  /** Returns what to say of an answer that is none, and when to ask again. */
  RemoteException refused(URI uri, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String message = "%s answered %d.".formatted(place(uri), status);
    boolean lasting = status >= 400 && status < 500 && !Set.of(401, 403, 408, 429).contains(status);
    return lasting
        ? RemoteException.lasting(message)
        : RemoteException.passing(
            message,
            RetryAfter.of(
                answer.headers().firstValue("Retry-After").orElse(null), clock.instant()));
  }

  /** Returns a text as a part of a query has it, blanks as {@code %20}. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** Returns an address without its query, which may be long or tell secrets. */
  static String place(URI uri) {
    return "%s://%s%s".formatted(uri.getScheme(), uri.getRawAuthority(), uri.getRawPath());
  }
}
