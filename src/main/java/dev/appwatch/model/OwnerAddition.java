package dev.appwatch.model;

/**
 * Somebody became owner of an application or service principal.
 *
 * @param basis what it rests on
 * @param byCreation whether the creator became owner by creating it
 * @param selfAssigned whether the actor made itself owner
 * @param guest whether the new owner is a guest
 * @param servicePrincipalOwner whether the new owner is a service principal
 */
public record OwnerAddition(
    Basis basis,
    boolean byCreation,
    boolean selfAssigned,
    boolean guest,
    boolean servicePrincipalOwner)
    implements Observation {}
