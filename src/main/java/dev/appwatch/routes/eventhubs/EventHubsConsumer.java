package dev.appwatch.routes.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventProcessorClient;
import dev.appwatch.routes.Hub;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads event hubs from the last checkpoint on, or from their beginning where there is none. */
final class EventHubsConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(EventHubsConsumer.class);

  private final EventHubsOptions options;
  private final Hub hub;
  private final List<Batches> batches = new ArrayList<>();
  private final List<EventProcessorClient> clients = new ArrayList<>();

  EventHubsConsumer(Endpoint endpoint, Processor processor, EventHubsOptions options, Hub hub) {
    super(endpoint, processor);
    this.options = options;
    this.hub = hub;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    options.check();
    CheckpointStore store = CheckpointStores.of(options.checkpoints(), hub);
    for (String name : options.hubs()) {
      Batches of = new Batches(name, getRoute().getRouteId(), this::hand, store, hub.lags());
      batches.add(of);
      clients.add(Clients.of(options, name, store, of));
    }
    clients.forEach(EventProcessorClient::start);
    LOG.info("Event hubs are read: {}.", options);
  }

  /** What is in hand is finished and gets its checkpoint; then partitions are given up. */
  @Override
  protected void doStop() throws Exception {
    batches.forEach(Batches::stop);
    batches.forEach(Batches::awaitEnd);
    for (EventProcessorClient client : clients) {
      try {
        client.stop();
      } catch (RuntimeException e) {
        LOG.warn("Partitions could not be given up, they expire: {}", e.getMessage());
      }
    }
    clients.clear();
    batches.clear();
    super.doStop();
  }

  /** Returns why the route did not take an event, null when it did. */
  private @Nullable Throwable hand(String name, String partition, EventData event) {
    byte[] body = event.getBody();
    if (body.length == 0) {
      // the client hands out none of a body that is no bytes, such as a text of AMQP
      LOG.warn(
          "Event {} of partition ({}/{}) has no bytes to judge.",
          event.getSequenceNumber(),
          name,
          partition);
    }
    Exchange exchange = createExchange(false);
    try {
      exchange.getIn().setBody(body);
      exchange.getIn().setHeader("AppwatchEventHub", name);
      exchange.getIn().setHeader("AppwatchPartition", partition);
      exchange.getIn().setHeader("AppwatchSequenceNumber", event.getSequenceNumber());
      exchange.getIn().setHeader("AppwatchOffset", event.getOffsetString());
      exchange.getIn().setHeader("AppwatchEnqueuedTime", event.getEnqueuedTime());
      getProcessor().process(exchange);
      if (exchange.getException() != null) {
        return exchange.getException();
      }
      return exchange.isRollbackOnly() ? new IllegalStateException("rolled back") : null;
    } catch (Exception e) {
      return e;
    } finally {
      releaseExchange(exchange, false);
    }
  }
}
