package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP intake over TLS, and who is let in. */
@Timeout(120)
final class HttpTlsTest {

  private static final int ALERT = 0x15;
  private static final int HANDSHAKE = 0x16;
  private static final int TLS_1_1 = 0x0302;
  private static final int TLS_1_2 = 0x0303;
  private static final HttpTokens TOKENS = HttpTokens.from(() -> List.of(Sent.TOKEN));

  @TempDir private static Path folder;
  private static Path server;
  private static Path known;
  private static Path stranger;
  private static Path serverTrust;
  private static Path clients;

  @BeforeAll
  static void makeKeys() throws Exception {
    server = Keys.make(folder, "server");
    known = Keys.make(folder, "known");
    stranger = Keys.make(folder, "stranger");
    serverTrust = Keys.trusting(server, "server");
    clients = Keys.trusting(known, "known");
  }

  private static RunningHub hub(Path data, HttpTokens tokens, String clients) {
    IntFunction<HttpOptions> http =
        port ->
            new HttpOptions(
                "127.0.0.1",
                port,
                tokens,
                server.toString(),
                Keys.PASSWORD,
                clients,
                RunningHub.LIMITS);
    return new RunningHub(data, Map.of(), http, Path.of("routes"));
  }

  private static KeyStore store(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, Keys.PASSWORD.toCharArray());
    }
    return store;
  }

  private static int post(int port, String protocol, @Nullable Path key, String token)
      throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store(serverTrust));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    if (key != null) {
      keys.init(store(key), Keys.PASSWORD.toCharArray());
    }
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(key == null ? null : keys.getKeyManagers(), trust.getTrustManagers(), null);
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {protocol});
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + "/v1/events"))
            .version(HttpClient.Version.HTTP_1_1)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(AuditRecords.lines(1, 1)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newBuilder()
        .sslContext(context)
        .sslParameters(parameters)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  /** Says hello as a client of one version does, and returns the kind of record that answers. */
  private static int hello(int port, int version) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(body);
    out.writeShort(version);
    out.write(new byte[32]); // the client's random number
    out.writeByte(0); // no session
    int[] suites = {0xc009, 0xc00a, 0xc02b, 0xc023}; // ECDHE-ECDSA of TLS 1.0 to 1.2
    out.writeShort(suites.length * 2);
    for (int suite : suites) {
      out.writeShort(suite);
    }
    out.writeShort(0x0100); // no compression
    byte[] extensions = {
      0,
      10,
      0,
      4,
      0,
      2,
      0,
      23, // the curve secp256r1
      0,
      11,
      0,
      2,
      1,
      0, // points as they are
      0,
      13,
      0,
      6,
      0,
      4,
      4,
      3,
      2,
      3 // signatures by ECDSA
    };
    out.writeShort(extensions.length);
    out.write(extensions);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      DataOutputStream record = new DataOutputStream(socket.getOutputStream());
      record.writeByte(HANDSHAKE);
      record.writeShort(0x0301);
      record.writeShort(body.size() + 4);
      record.writeInt(1 << 24 | body.size());
      body.writeTo(record);
      record.flush();
      return socket.getInputStream().read();
    }
  }

  @Test
  void takesTls12AndTls13AndNothingElse(@TempDir Path data) throws Exception {
    try (RunningHub hub = hub(data, TOKENS, "")) {
      assertThat(hello(hub.port(), TLS_1_2)).isEqualTo(HANDSHAKE);
      assertThat(hello(hub.port(), TLS_1_1)).isEqualTo(ALERT);
      assertThat(post(hub.port(), "TLSv1.2", null, Sent.TOKEN)).isEqualTo(200);
      assertThat(post(hub.port(), "TLSv1.3", null, Sent.TOKEN)).isEqualTo(200);
      assertThat(post(hub.port(), "TLSv1.3", null, "wrong")).isEqualTo(401);
      try (Wire plain = new Wire(hub.port())) {
        assertThat(plain.say(Wire.head("Content-Length: 2") + "{}").hearOut())
            .doesNotContain("HTTP/");
      }
    }
  }

  @Test
  void withoutTokensACertificateSuffices(@TempDir Path data) throws Exception {
    try (RunningHub hub = hub(data, HttpTokens.none(), clients.toString())) {
      assertThat(post(hub.port(), "TLSv1.3", known, "")).isEqualTo(200);
      assertThat(post(hub.port(), "TLSv1.2", known, "")).isEqualTo(200);
      assertThat(post(hub.port(), "TLSv1.3", known, "any")).isEqualTo(200);
      assertThatThrownBy(() -> post(hub.port(), "TLSv1.3", stranger, ""))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> post(hub.port(), "TLSv1.2", null, Sent.TOKEN))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void withBothBothAreNeeded(@TempDir Path data) throws Exception {
    try (RunningHub hub = hub(data, TOKENS, clients.toString())) {
      assertThat(post(hub.port(), "TLSv1.3", known, Sent.TOKEN)).isEqualTo(200);
      assertThat(post(hub.port(), "TLSv1.3", known, "")).isEqualTo(401);
      assertThatThrownBy(() -> post(hub.port(), "TLSv1.3", null, Sent.TOKEN))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void withNeitherNobodyIsLetIn(@TempDir Path data) throws Exception {
    try (RunningHub hub = hub(data, HttpTokens.none(), "")) {
      assertThat(post(hub.port(), "TLSv1.3", known, "")).isEqualTo(401);
    }
  }

  @Test
  void aServiceThatOthersReachWithoutTlsDoesNotStart(@TempDir Path data) throws Exception {
    assertThat(ServiceProcess.refused(data, Map.of("APPWATCH_HTTP_HOST", "0.0.0.0"))).isEqualTo(2);
    assertThat(Files.readString(data.resolve("service.log")))
        .contains("The address (0.0.0.0) of the HTTP intake must be a loopback address");
  }
}
