package dev.appwatch.routes;

import java.time.Duration;
import java.util.List;

/**
 * How the program listens for deliveries over HTTP.
 *
 * <p>Who may deliver: with tokens, whoever shows one; with a trust store, whoever shows a
 * certificate of it; with both, whoever shows both; with neither, nobody.
 *
 * @param host the address to listen at; one that others reach needs TLS
 * @param port the port
 * @param tokens those that are accepted, two while they are changed
 * @param certificate a PKCS#12 key store with the server's certificate, empty for plain HTTP
 * @param certificatePassword its password
 * @param clients a PKCS#12 trust store for the certificates of clients, empty if they need none
 * @param limits how much a client may ask for
 */
public record HttpOptions(
    String host,
    int port,
    HttpTokens tokens,
    String certificate,
    String certificatePassword,
    String clients,
    Limits limits) {

  public HttpOptions {
    if (certificate.isEmpty() && !List.of("127.0.0.1", "localhost", "::1").contains(host)) {
      throw new IllegalArgumentException(
          "The address (%s) of the HTTP intake must be a loopback address while it has no certificate.%n    Maybe set APPWATCH_HTTP_KEYSTORE, or let a proxy on this machine end TLS."
              .formatted(host));
    }
    if (certificate.isEmpty() && !clients.isEmpty()) {
      throw new IllegalArgumentException(
          "The certificates of clients (%s) can't be asked for while the HTTP intake has none itself.%n    Maybe set APPWATCH_HTTP_KEYSTORE."
              .formatted(clients));
    }
  }

  /** Whether a certificate, which TLS has asked for by then, is enough to deliver. */
  boolean certificateSuffices() {
    return !clients.isEmpty() && !tokens.asked();
  }

  /** Never shows a token or password. */
  @Override
  public String toString() {
    return "%s:%d, %s%s%s"
        .formatted(
            host,
            port,
            tokens,
            certificate.isEmpty() ? "" : ", TLS",
            clients.isEmpty() ? "" : " with certificates of clients");
  }

  /**
   * How much a client may ask for.
   *
   * @param bodyBytes longest body
   * @param first how long a header may take, from the connection or from its first byte on
   * @param idle how long a body may say nothing
   * @param whole how long a request may take to arrive and be answered
   * @param bytesPerSecond slowest body, as it is on the average once {@code idle} has passed
   * @param connections most connections of one client
   * @param requests most requests of one client in a second
   */
  public record Limits(
      long bodyBytes,
      Duration first,
      Duration idle,
      Duration whole,
      int bytesPerSecond,
      int connections,
      int requests) {

    /** Suits clients that send batches. */
    public static final Limits DEFAULT =
        new Limits(
            10L << 20,
            Duration.ofSeconds(10),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            1024,
            100,
            500);

    /** Returns these limits with other ones for each client, such as a proxy for many. */
    public Limits forEachClient(int mostConnections, int mostRequests) {
      return new Limits(
          bodyBytes, first, idle, whole, bytesPerSecond, mostConnections, mostRequests);
    }
  }
}
