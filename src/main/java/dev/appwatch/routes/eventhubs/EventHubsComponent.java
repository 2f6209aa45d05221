package dev.appwatch.routes.eventhubs;

import com.azure.core.amqp.AmqpTransportType;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/**
 * The Camel component {@code appwatch-eventhubs}.
 *
 * <p>{@code from("appwatch-eventhubs:HUB,HUB")} hands out each event as an exchange. A checkpoint
 * is made after every batch, once its exchanges are done; an exchange that fails is tried again
 * until it succeeds, and the partition waits for it.
 */
@Component("appwatch-eventhubs")
public final class EventHubsComponent extends DefaultComponent {

  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    return new EventHubsEndpoint(uri, this, options(remaining, parameters));
  }

  private EventHubsOptions options(String hubs, Map<String, Object> given) {
    return new EventHubsOptions(
        names(hubs),
        text(given, "connectionString", ""),
        text(given, "namespace", ""),
        text(given, "customEndpoint", ""),
        text(given, "consumerGroup", "$Default"),
        transport(text(given, "transport", "AMQP")),
        option(given, "batchSize", Integer.class, 50),
        option(given, "batchWait", Duration.class, Duration.ofSeconds(1)),
        option(given, "prefetch", Integer.class, 300),
        option(given, "balanceInterval", Duration.class, Duration.ofSeconds(2)),
        option(given, "ownershipExpiry", Duration.class, Duration.ofSeconds(8)),
        new CheckpointOptions(
            blob(text(given, "checkpoints", "store")),
            text(given, "blobConnectionString", ""),
            text(given, "blobAccount", ""),
            text(given, "blobContainer", "appwatch")));
  }

  private static List<String> names(String hubs) {
    return Stream.of(hubs.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
  }

  private static AmqpTransportType transport(String named) {
    return switch (named.toUpperCase(Locale.ROOT)) {
      case "AMQP" -> AmqpTransportType.AMQP;
      case "AMQP_WEB_SOCKETS" -> AmqpTransportType.AMQP_WEB_SOCKETS;
      default ->
          throw new IllegalArgumentException(
              "transport (%s) of appwatch-eventhubs must be AMQP or AMQP_WEB_SOCKETS."
                  .formatted(named));
    };
  }

  private static boolean blob(String named) {
    if (!named.equals("store") && !named.equals("blob")) {
      throw new IllegalArgumentException(
          "checkpoints (%s) of appwatch-eventhubs must be store or blob.".formatted(named));
    }
    return named.equals("blob");
  }

  private String text(Map<String, Object> given, String name, String other) {
    String value = option(given, name, String.class, other).strip();
    return value.isEmpty() ? other : value;
  }

  private <T> T option(Map<String, Object> given, String name, Class<T> type, T other) {
    T value = getAndRemoveParameter(given, name, type);
    return value == null ? other : value;
  }
}
