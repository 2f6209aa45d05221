package dev.appwatch.routes;

import org.apache.camel.Route;
import org.apache.camel.component.kafka.KafkaConsumer;
import org.apache.camel.component.kafka.TaskHealthState;
import org.jspecify.annotations.Nullable;

/**
 * Tells of Kafka consumers that ended while their route goes on as if nothing was wrong: Camel ends
 * one for good when a broker refuses its secret, be it for a moment.
 */
final class EndedConsumers {

  private EndedConsumers() {}

  /** Returns whether nobody reads for a started route: not any more, or not yet. */
  static boolean ended(@Nullable Route route) {
    return route != null
        && route.getConsumer() instanceof KafkaConsumer consumer
        && consumer.isStarted()
        && consumer.healthStates().stream().anyMatch(EndedConsumers::ended);
  }

  /**
   * One that has no id yet is being made, again and again while the name of its broker is unknown.
   */
  private static boolean ended(TaskHealthState reader) {
    return !reader.isRecoverable() && (reader.getClientId() != null || reader.isTerminated());
  }
}
