package dev.appwatch.routes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A real client of the HTTP intake. */
final class Sent {

  static final String TOKEN = "first-token";
  static final String NEXT_TOKEN = "second-token";

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private final int port;

  Sent(int port) {
    this.port = port;
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return post(TOKEN, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  HttpResponse<String> post(String token, byte[] body, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(token, body, headers), HttpResponse.BodyHandlers.ofString());
  }

  /** Makes a request that is to be sent. */
  HttpRequest request(String body) {
    return request(TOKEN, body.getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest request(String token, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events"))
            .timeout(Duration.ofSeconds(60))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }
}
