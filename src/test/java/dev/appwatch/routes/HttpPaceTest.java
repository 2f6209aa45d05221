package dev.appwatch.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that take their time. */
@Timeout(900)
final class HttpPaceTest {

  private static final int SLOW_CLIENTS = Integer.getInteger("appwatch.slowClients", 200);
  private static final int SLOW_SECONDS = Integer.getInteger("appwatch.slowSeconds", 5);
  private static final int CLIENTS_OF_AN_ADDRESS = 50;
  private static final HttpTokens TOKENS = HttpTokens.from(() -> List.of(Sent.TOKEN));

  private final AtomicLong nanos = new AtomicLong();
  private final Pace pace = new Pace(HttpOptions.Limits.DEFAULT, nanos::get);

  private void pass(long millis) {
    nanos.addAndGet(Duration.ofMillis(millis).toNanos());
  }

  @Test
  void aHeaderHasTenSeconds() {
    pass(10_000);
    pace.heard(100);
    assertThat(pace.tooSlow()).isNull();

    pass(1);
    assertThat(pace.tooSlow()).isEqualTo("its header took too long");
  }

  @Test
  void aFurtherHeaderHasTenSecondsFromItsFirstByte() {
    pace.headEnded();
    pace.bodyEnded();
    pace.answered();
    pass(59_000);
    assertThat(pace.tooSlow()).isNull();

    pace.heard(1);
    pass(10_000);
    pace.heard(1);
    assertThat(pace.tooSlow()).isNull();

    pass(1);
    assertThat(pace.tooSlow()).isEqualTo("its header took too long");
  }

  @Test
  void aBodyMayPauseForTenSeconds() {
    pace.headEnded();
    pace.heard(100_000);
    pass(10_000);
    assertThat(pace.tooSlow()).isNull();

    pass(1);
    assertThat(pace.tooSlow()).isEqualTo("its body stopped");
  }

  @Test
  void aBodyComesWithAKilobyteASecondOnTheAverage() {
    pace.headEnded();
    for (int second = 1; second <= 40; second++) {
      pass(1_000);
      pace.heard(1_024);
      assertThat(pace.tooSlow()).isNull();
    }

    pass(1_000);
    pace.heard(1_023);
    assertThat(pace.tooSlow()).isEqualTo("its body came too slowly");
  }

  @Test
  void aRequestHasAMinute() {
    pace.headEnded();
    for (int second = 1; second <= 60; second++) {
      pass(1_000);
      pace.heard(5_000);
      assertThat(pace.tooSlow()).isNull();
    }
    pace.bodyEnded();

    pass(1);
    assertThat(pace.tooSlow()).isEqualTo("its request took too long");
  }

  @Test
  void slowConnectionsAreClosed(@TempDir Path data) throws Exception {
    HttpOptions.Limits quick =
        new HttpOptions.Limits(
            1_000_000,
            Duration.ofMillis(400),
            Duration.ofMillis(600),
            Duration.ofMillis(2_500),
            2_000,
            50,
            10_000);
    String head = Wire.head("Content-Length: 900000");
    String request = Wire.head("Content-Length: 2") + "{}";
    try (RunningHub hub = new RunningHub(data, Map.of(), TOKENS, quick)) {
      between(lasts(hub, "", ""), 300, 2_000);
      between(lasts(hub, "POST /v1/events HTTP/1.1\r\nX: ", "a"), 300, 2_000);
      between(lasts(hub, head + "x".repeat(10_000), ""), 500, 2_200);
      between(lasts(hub, head, "x".repeat(20)), 500, 2_200);
      between(lasts(hub, head, "x".repeat(200)), 2_300, 6_000);
      try (Wire further = new Wire(hub.port())) {
        assertThat(further.say(request).status()).isEqualTo(200);
        between(further.say("POST /v1/events HTTP/1.1\r\nX: ").drip("a", 20), 300, 2_000);
      }
      assertThat(hub.client().post("{}").statusCode()).isEqualTo(200);
    }
  }

  private static Duration lasts(RunningHub hub, String first, String drop) throws IOException {
    try (Wire wire = new Wire(hub.port())) {
      return wire.say(first).drip(drop, 20);
    }
  }

  private static void between(Duration lasted, int least, int most) {
    assertThat(lasted).isBetween(Duration.ofMillis(least), Duration.ofMillis(most));
  }

  /** Says a byte of a header or body a second, each for as long as it is allowed to. */
  private static final class SlowClients implements Runnable {

    private final List<Wire> wires = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong closed = new AtomicLong();
    private final int port;

    SlowClients(int port, int count) throws IOException {
      this.port = port;
      for (int i = 0; i < count; i++) {
        wires.add(connect(i));
      }
    }

    private Wire connect(int i) throws IOException {
      Wire wire = new Wire("127.0.1." + (1 + i / CLIENTS_OF_AN_ADDRESS), port);
      return wire.say(i % 2 == 0 ? "POST / HTTP/1.1\r\nX: " : Wire.head("Content-Length: 90000"));
    }

    @Override
    public void run() {
      while (!stopped.get()) {
        for (int i = 0; i < wires.size(); i++) {
          try {
            wires.get(i).say("a");
          } catch (IOException e) {
            closed.incrementAndGet();
            replace(i);
          }
        }
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      }
      wires.forEach(SlowClients::end);
    }

    private void replace(int i) {
      end(wires.get(i));
      try {
        wires.set(i, connect(i));
      } catch (IOException e) {
        closed.incrementAndGet(); // once more in a second
      }
    }

    private static void end(Wire wire) {
      try {
        wire.close();
      } catch (IOException e) {
        // it is gone
      }
    }
  }

  @Test
  void slowClientsDoNotHoldUpOthers(@TempDir Path data) throws Exception {
    try (RunningHub hub = new RunningHub(data, Map.of(), TOKENS, HttpOptions.Limits.DEFAULT)) {
      Sent client = hub.client();
      for (int i = 0; i < 20; i++) {
        client.post(AuditRecords.lines(i, 1));
      }
      SlowClients slow = new SlowClients(hub.port(), SLOW_CLIENTS);
      Thread thread = new Thread(slow, "slow-clients");
      thread.start();
      List<Long> millis = new ArrayList<>();
      long end = System.nanoTime() + Duration.ofSeconds(SLOW_SECONDS).toNanos();
      try {
        for (int i = 100; System.nanoTime() < end; i++) {
          long start = System.nanoTime();
          assertThat(client.post(AuditRecords.lines(i, 1)).statusCode()).isEqualTo(200);
          millis.add(Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
      } finally {
        slow.stopped.set(true);
        thread.join();
      }
      millis.sort(null);
      long p99 = millis.get(millis.size() * 99 / 100);
      System.out.printf(
          "%d slow clients, %d s: %d requests, median %d ms, p99 %d ms, worst %d ms; %d closed%n",
          SLOW_CLIENTS,
          SLOW_SECONDS,
          millis.size(),
          millis.get(millis.size() / 2),
          p99,
          millis.get(millis.size() - 1),
          slow.closed.get());
      assertThat(p99).isLessThan(1_000);
    }
  }
}
