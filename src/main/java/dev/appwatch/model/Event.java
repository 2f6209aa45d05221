package dev.appwatch.model;

/** One thing that happened or one object as it was, in the same words for every log shape. */
public sealed interface Event
    permits AuditEvent, SignIn, VaultEvent, AzureActivity, ApplicationObject, OtherEvent {

  /** Returns what every event has. */
  EventHeader header();
}
