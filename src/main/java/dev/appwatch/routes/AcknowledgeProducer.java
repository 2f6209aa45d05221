package dev.appwatch.routes;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultProducer;

/** Commits the offset of the Kafka record that an exchange is about. */
final class AcknowledgeProducer extends DefaultProducer {

  AcknowledgeProducer(Endpoint endpoint) {
    super(endpoint);
  }

  @Override
  public void process(Exchange exchange) {
    KafkaManualCommit commit =
        exchange.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, KafkaManualCommit.class);
    if (commit == null) {
      throw new IllegalStateException(
          "There is no offset to commit.%n    Maybe the route needs allowManualCommit=true."
              .formatted());
    }
    commit.commit();
  }
}
