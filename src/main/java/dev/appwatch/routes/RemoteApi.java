package dev.appwatch.routes;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;

/** A server that is asked for pages, and only it: its credentials are shown to nobody else. */
final class RemoteApi {

  private final HttpCalls calls;
  private final URI base;
  private final Credentials credentials;

  RemoteApi(HttpCalls calls, URI base, Credentials credentials) {
    this.calls = calls;
    this.base = base;
    this.credentials = credentials;
  }

  /**
   * Returns a page; credentials that were refused are renewed once.
   *
   * @throws RemoteException when the answer is any other than 200
   */
  HttpResponse<byte[]> get(URI uri) throws RemoteException, InterruptedException {
    if (!sameServer(base, uri)) {
      throw RemoteException.lasting(
          "%s led to another server (%s), which is not asked."
              .formatted(HttpCalls.place(base), uri.getRawAuthority()));
    }
    HttpResponse<byte[]> answer = ask(uri);
    if (answer.statusCode() == 401 && credentials.renew()) {
      answer = ask(uri);
    }
    if (answer.statusCode() != 200) {
      throw calls.refused(uri, answer);
    }
    return answer;
  }

  private HttpResponse<byte[]> ask(URI uri) throws RemoteException, InterruptedException {
    return calls.send(
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("Authorization", credentials.header())
            .build());
  }

  /** Scheme, host and port: what of them is left out counts too. */
  private static boolean sameServer(URI one, URI other) {
    return other.getRawUserInfo() == null && origin(one).equals(origin(other));
  }

  private static String origin(URI uri) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    int usual = scheme.equals("https") ? 443 : 80;
    return "%s://%s:%d"
        .formatted(
            scheme,
            String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT),
            uri.getPort() < 0 ? usual : uri.getPort());
  }
}
