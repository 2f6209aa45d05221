package dev.appwatch.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.appwatch.report.SafeText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A token by OAuth 2 client credentials (RFC 6749, 4.4), kept until shortly before it ends. Used by
 * one thread.
 */
final class ClientToken implements Credentials {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration EARLIER = Duration.ofMinutes(1);
  private static final long USUAL_SECONDS = 300;
  private static final long MOST_SECONDS = 86_400;
  private static final int SHOWN = 60;

  private final HttpCalls calls;
  private final Clock clock;
  private final URI address;
  private final String form;
  private @Nullable String token;
  private Instant renewAt = Instant.MIN;

  /** Makes one that is asked for when it is needed. */
  ClientToken(HttpCalls calls, Clock clock, URI address, Map<String, String> client) {
    this.calls = calls;
    this.clock = clock;
    this.address = address;
    Map<String, String> fields = new LinkedHashMap<>(client);
    fields.put("grant_type", "client_credentials");
    fields.values().removeIf(String::isEmpty);
    this.form =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String header() throws RemoteException, InterruptedException {
    String known = token;
    if (known == null || !clock.instant().isBefore(renewAt)) {
      known = ask();
      token = known;
    }
    return "Bearer " + known;
  }

  @Override
  public boolean renew() {
    token = null;
    return true;
  }

  private String ask() throws RemoteException, InterruptedException {
    Instant asked = clock.instant();
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Accept", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    HttpResponse<byte[]> answer = calls.send(request);
    JsonNode body = body(answer);
    String given = body.path("access_token").asText("");
    if (answer.statusCode() != 200 || given.isEmpty() || given.chars().anyMatch(c -> c < ' ')) {
      throw RemoteException.passing(
          "%s gave no token (%d %s).%n    Maybe the client's id or secret is wrong or has ended."
              .formatted(
                  HttpCalls.place(address),
                  answer.statusCode(),
                  SafeText.of(body.path("error").asText("no reason"), SHOWN)),
          calls.refused(address, answer).wish());
    }
    long seconds = Math.min(body.path("expires_in").asLong(USUAL_SECONDS), MOST_SECONDS);
    Duration life = Duration.ofSeconds(Math.max(seconds, 0));
    Duration half = life.dividedBy(2);
    renewAt = asked.plus(half.compareTo(EARLIER) < 0 ? half : life.minus(EARLIER));
    return given;
  }

  private static JsonNode body(HttpResponse<byte[]> answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      return body == null ? JSON.createObjectNode() : body;
    } catch (IOException e) {
      return JSON.createObjectNode(); // no JSON, so no token
    }
  }
}
