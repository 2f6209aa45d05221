package dev.appwatch.routes;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultProducer;

/**
 * Commits the offset of the Kafka record that an exchange is about: at the last record of each
 * partition that one poll brought, for every commit is a journey to the broker. After a kill, what
 * the poll had brought comes again, and makes the same findings.
 */
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
    if (!Boolean.FALSE.equals(
        exchange.getMessage().getHeader(KafkaConstants.LAST_RECORD_BEFORE_COMMIT, Boolean.class))) {
      commit.commit();
    }
  }
}
