package dev.appwatch.evaluate;

import dev.appwatch.model.Event;
import dev.appwatch.model.Observation;
import org.kie.api.definition.rule.Rule;

/** What the one line of a rule's consequence calls: the only global that rules know. */
public interface Findings {

  /** States that the rule holds for the observation. */
  void raise(Rule rule, Observation observation);

  /** States that the rule holds for the event as it was logged. */
  void raise(Rule rule, Event event);
}
