package dev.appwatch.normalise;

import dev.appwatch.model.Event;
import dev.appwatch.model.QuarantinedRecord;

/** What became of a raw record: an event, or a rejection with its reason. */
public sealed interface Normalised {

  /**
   * A record that was understood.
   *
   * @param event what it says
   */
  record Understood(Event event) implements Normalised {}

  /**
   * A record that was not.
   *
   * @param record the record and why
   */
  record Rejected(QuarantinedRecord record) implements Normalised {}
}
