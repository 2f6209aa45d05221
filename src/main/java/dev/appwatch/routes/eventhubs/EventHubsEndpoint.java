package dev.appwatch.routes.eventhubs;

import dev.appwatch.routes.Hub;
import org.apache.camel.Category;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.support.DefaultEndpoint;

/** Event hubs of one namespace, to be read. */
@UriEndpoint(
    firstVersion = "0.1.0",
    scheme = "appwatch-eventhubs",
    title = "Appwatch Event Hubs",
    syntax = "appwatch-eventhubs:hubs",
    consumerOnly = true,
    category = {Category.CLOUD, Category.MESSAGING})
final class EventHubsEndpoint extends DefaultEndpoint {

  private final EventHubsOptions options;

  EventHubsEndpoint(String uri, Component component, EventHubsOptions options) {
    super(uri, component);
    this.options = options;
  }

  @Override
  public Producer createProducer() {
    throw new IllegalArgumentException(
        "appwatch-eventhubs only reads event hubs; nothing can be sent to it.");
  }

  @Override
  public Consumer createConsumer(Processor processor) throws Exception {
    Hub hub = getCamelContext().getRegistry().findSingleByType(Hub.class);
    if (hub == null) {
      throw new IllegalStateException(
          "No Hub is bound in Camel's registry.%n    Maybe start the routes by appwatch serve."
              .formatted());
    }
    EventHubsConsumer consumer = new EventHubsConsumer(this, processor, options, hub);
    configureConsumer(consumer);
    return consumer;
  }

  /** Options are settled when the address is read. */
  @Override
  public boolean isLenientProperties() {
    return false;
  }
}
