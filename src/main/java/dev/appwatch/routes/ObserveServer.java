package dev.appwatch.routes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.appwatch.store.StoreException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the service lives, whether it can take deliveries, and its figures, on a port of
 * its own.
 *
 * <p>{@code /observe/live} answers while the process runs. {@code /observe/ready} answers 503 while
 * nothing can be kept, and until the routes take deliveries; what is merely worse, such as a pack
 * that was refused, is told and does not stop intake.
 */
public final class ObserveServer implements AutoCloseable {

  /** More than can be held up by a database that does not answer: a probe of life never waits. */
  private static final int THREADS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Hub hub;
  private final Condition condition;
  private final BooleanSupplier taking;
  private final Gauges gauges;
  private final Semaphore probing = new Semaphore(1);
  private final Semaphore telling = new Semaphore(1);
  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "appwatch-observe");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Starts to answer.
   *
   * @param taking whether the routes take deliveries by now, and still
   */
  public ObserveServer(
      Hub hub, Condition condition, BooleanSupplier taking, InetSocketAddress address)
      throws IOException {
    this.hub = hub;
    this.condition = condition;
    this.taking = taking;
    this.gauges = new Gauges(hub, condition);
    this.server = HttpServer.create(address, 0);
    server.createContext(
        "/observe/live", exchange -> answer(exchange, 200, "{\"status\":\"UP\"}\n"));
    server.createContext("/observe/ready", this::ready);
    server.createContext("/observe/metrics", this::metrics);
    server.setExecutor(threads);
    server.start();
  }

  /** Returns the port that it listens at. */
  public int port() {
    return server.getAddress().getPort();
  }

  private void ready(HttpExchange exchange) throws IOException {
    String worse = String.join("\",\"", new TreeSet<>(condition.problems().keySet()));
    String degraded = worse.isEmpty() ? "[]" : "[\"" + worse + "\"]";
    String up = taking.getAsBoolean() ? alone(probing, () -> probed(degraded)) : null;
    answer(exchange, up == null ? 503 : 200, up == null ? state("DOWN", degraded) : up);
  }

  private String probed(String degraded) {
    hub.store().probe();
    return state("UP", degraded);
  }

  private static String state(String status, String degraded) {
    return "{\"status\":\"%s\",\"degraded\":%s}%n".formatted(status, degraded);
  }

  private void metrics(HttpExchange exchange) throws IOException {
    String figures = alone(telling, gauges::text);
    answer(exchange, figures == null ? 503 : 200, figures == null ? "" : figures);
  }

  /**
   * Asks the store, one at a time: whoever comes while it does not answer waits for a moment only.
   * Returns null when there is no answer.
   */
  private static @Nullable String alone(Semaphore turn, Supplier<String> work) {
    try {
      if (!turn.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return null;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
    try {
      return work.get();
    } catch (StoreException e) {
      return null;
    } finally {
      turn.release();
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    String type = text.startsWith("{") ? "application/json" : "text/plain; version=0.0.4";
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
