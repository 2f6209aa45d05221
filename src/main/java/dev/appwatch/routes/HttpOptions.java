package dev.appwatch.routes;

import java.time.Duration;
import java.util.List;

/**
 * How the program listens for deliveries over HTTP.
 *
 * @param host the address to listen at; one that others reach needs TLS
 * @param port the port
 * @param tokens those that are accepted, one or two while they are changed; without any, every
 *     request is refused
 * @param certificate a PKCS#12 key store with the server's certificate, empty for plain HTTP
 * @param certificatePassword its password
 * @param clients a PKCS#12 trust store; where it is set, clients must show a certificate
 * @param limits how much a client may ask for
 */
public record HttpOptions(
    String host,
    int port,
    List<String> tokens,
    String certificate,
    String certificatePassword,
    String clients,
    Limits limits) {

  public HttpOptions {
    tokens = List.copyOf(tokens);
    if (certificate.isEmpty() && !List.of("127.0.0.1", "localhost", "::1").contains(host)) {
      throw new IllegalArgumentException(
          "The address (%s) of the HTTP intake must be a loopback address while it has no certificate.%n    Maybe set APPWATCH_HTTP_KEYSTORE, or let a proxy on this machine end TLS."
              .formatted(host));
    }
  }

  /** Never shows a token or password. */
  @Override
  public String toString() {
    return "%s:%d, %d tokens%s"
        .formatted(host, port, tokens.size(), certificate.isEmpty() ? "" : ", TLS");
  }

  /**
   * How much a client may ask for.
   *
   * @param bodyBytes longest body
   * @param first how long a connection may stay without a request
   * @param whole how long a request may take to arrive and be answered
   * @param connections most connections of one client
   * @param requests most requests of one client in a second
   */
  public record Limits(
      long bodyBytes, Duration first, Duration whole, int connections, int requests) {

    /** Suits clients that send batches. */
    public static final Limits DEFAULT =
        new Limits(10L << 20, Duration.ofSeconds(10), Duration.ofSeconds(60), 100, 500);
  }
}
