package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service beside a collector of traces. */
final class TracesTest {

  @TempDir private Path data;

  private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
  private HttpServer collector;

  @BeforeEach
  void start() throws Exception {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          // the texts of a message in protocol buffers are there as they are
          received.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  @Test
  void everyDeliveryIsTracedButNothingOfItsRecords() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, List.of(), environment(true))) {
      assertThat(service.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
      assertThat(service.terminate()).isIn(0, 143);
    }

    String all = String.join("", received);
    assertThat(all)
        .contains("appwatch", "/v1/events")
        .doesNotContain(AuditRecords.ids(1, 1).iterator().next())
        .doesNotContain(Sent.TOKEN);
  }

  @Test
  void nothingIsSentUnlessAsked() throws Exception {
    try (ServiceProcess service = ServiceProcess.start(data, List.of(), environment(false))) {
      assertThat(service.client().post(AuditRecords.lines(1, 1)).statusCode()).isEqualTo(200);
      assertThat(service.terminate()).isIn(0, 143);
    }

    assertThat(received).isEmpty();
  }

  private Map<String, String> environment(boolean enabled) {
    return Map.of(
        "APPWATCH_TRACES_ENABLED",
        String.valueOf(enabled),
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "http://127.0.0.1:" + collector.getAddress().getPort());
  }
}
