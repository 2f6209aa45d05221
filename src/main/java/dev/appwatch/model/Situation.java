package dev.appwatch.model;

/**
 * What calendars and lists say about the moment and the actor of an event.
 *
 * @param hours {@code inside} or {@code off} business hours, {@code unknown} without a calendar
 * @param approvedAutomation whether the actor is a listed automation identity for this operation
 * @param highProfileActor whether the actor is a listed account or holds a privileged role
 * @param consentAdministrator whether the actor held one of the roles that may consent for all
 */
public record Situation(
    @OneOf({"inside", "off", "unknown"}) String hours,
    boolean approvedAutomation,
    boolean highProfileActor,
    boolean consentAdministrator) {}
