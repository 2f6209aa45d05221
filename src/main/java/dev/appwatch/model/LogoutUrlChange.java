package dev.appwatch.model;

/**
 * The log-out URL of an application changed.
 *
 * @param basis what it rests on
 * @param kind {@code added}, {@code removed} or {@code modified}
 * @param blank whether it is blank now
 * @param hostNotExisting whether recorded DNS facts show that the host does not exist
 * @param notHttps whether the scheme is not https
 * @param foreignDomain whether the domain is neither owned nor approved
 */
public record LogoutUrlChange(
    Basis basis,
    @OneOf({"added", "removed", "modified"}) String kind,
    boolean blank,
    boolean hostNotExisting,
    boolean notHttps,
    boolean foreignDomain)
    implements Observation {}
