package dev.appwatch.routes;

import dev.appwatch.intake.BusyException;
import dev.appwatch.intake.Delivery;
import dev.appwatch.store.StoreException;
import dev.appwatch.store.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.WrappedFile;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the body of an exchange: a file, or bytes. When the exchange goes on, what the body led to
 * is on disk.
 *
 * <p>The property {@code AppwatchKey} names a delivery that may come again. Afterwards the
 * properties {@code AppwatchReceived}, {@code AppwatchEvaluated} and {@code AppwatchQuarantined}
 * tell what became of the records, {@code AppwatchFolder} is {@code done}, or {@code failed} where
 * no record could be judged, and the body is an answer in JSON.
 */
final class EvaluateProducer extends DefaultProducer {

  private static final Logger LOG = LoggerFactory.getLogger(EvaluateProducer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final AppwatchEndpoint endpoint;
  private final Hub hub;

  EvaluateProducer(AppwatchEndpoint endpoint, Hub hub) {
    super(endpoint);
    this.endpoint = endpoint;
    this.hub = hub;
  }

  @Override
  public void process(Exchange exchange) throws IOException, InterruptedException {
    Delivery delivery = delivery(exchange);
    Totals totals =
        endpoint.getWhenUnavailable().equals("fail")
            ? hub.intake().offer(delivery)
            : insist(delivery);
    exchange.setProperty("AppwatchReceived", totals.received());
    exchange.setProperty("AppwatchEvaluated", totals.evaluated());
    exchange.setProperty("AppwatchQuarantined", totals.quarantined());
    boolean failed = totals.received() > 0 && totals.evaluated() == 0;
    exchange.setProperty("AppwatchFolder", failed ? "failed" : "done");
    if (!(exchange.getMessage().getBody() instanceof WrappedFile)) {
      exchange
          .getMessage()
          .setBody(
              "{\"accepted\":%d,\"evaluated\":%d,\"quarantined\":%d}%n"
                  .formatted(totals.received(), totals.evaluated(), totals.quarantined()));
    }
  }

  /** While nothing can be kept, nothing is taken: the source waits, and nothing is lost. */
  private Totals insist(Delivery delivery) throws IOException, InterruptedException {
    GrowingPause pauses = new GrowingPause(FIRST_PAUSE, LONGEST_PAUSE);
    while (true) {
      try {
        return hub.intake().take(delivery);
      } catch (StoreException | BusyException e) {
        if (!isRunAllowed() || getEndpoint().getCamelContext().isStopping()) {
          throw e;
        }
        Duration pause = pauses.next();
        LOG.warn("{} The delivery waits for {}.", e.getMessage(), pause);
        Thread.sleep(pause.toMillis());
      }
    }
  }

  private Delivery delivery(Exchange exchange) throws IOException {
    String intake = intake(exchange);
    Path file = file(exchange);
    if (file != null) {
      String name = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
      return Delivery.file(intake, name == null ? file.toString() : name, file);
    }
    byte[] bytes = exchange.getMessage().getBody(byte[].class);
    byte[] body = bytes == null ? new byte[0] : bytes;
    Unpacked.check(body, endpoint.getMostUnpacked());
    String key = exchange.getProperty("AppwatchKey", String.class);
    return key == null || key.isEmpty()
        ? Delivery.bytes(intake, body)
        : Delivery.bytes(intake, key, body);
  }

  private String intake(Exchange exchange) {
    String intake = endpoint.getIntake();
    if (intake == null) {
      intake = exchange.getFromRouteId() == null ? "camel" : exchange.getFromRouteId();
    }
    String header = endpoint.getTopicHeader();
    String topic = header == null ? null : exchange.getMessage().getHeader(header, String.class);
    return topic == null || topic.isBlank() ? intake : intake + "/" + topic;
  }

  private static @Nullable Path file(Exchange exchange) {
    Object body = exchange.getMessage().getBody();
    if (body instanceof WrappedFile<?> wrapped && wrapped.getFile() instanceof java.io.File file) {
      return file.toPath();
    }
    return body instanceof java.io.File file ? file.toPath() : null;
  }
}
