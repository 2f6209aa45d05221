package dev.appwatch.model;

/**
 * A credential of an application object and how long it lives.
 *
 * @param basis what it rests on
 * @param kind {@code password}, {@code symmetric}, {@code asymmetric} or {@code saml}
 * @param days lifetime in days, rounded up; 0 when unknown
 * @param unlimited whether it has no end, or one in the year 2100 or later
 * @param startMissing whether the lifetime can't be told
 * @param overLimit whether it lives longer than the policy allows, tolerance included
 * @param exempt whether the policy leaves this object out: managed identity, Microsoft's own
 *     application, created before the restriction, restriction disabled
 * @param expired whether it had ended at the time of the snapshot; false when that is unknown
 */
public record CredentialLifetime(
    Basis basis,
    @OneOf({"password", "symmetric", "asymmetric", "saml"}) String kind,
    long days,
    boolean unlimited,
    boolean startMissing,
    boolean overLimit,
    boolean exempt,
    boolean expired)
    implements Observation {}
