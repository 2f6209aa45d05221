package dev.appwatch.model;

/**
 * The application id URIs of an application changed.
 *
 * @param basis what it rests on
 * @param kind {@code added}, {@code removed} or {@code modified}
 * @param foreignDomain whether an added URI names a domain that is neither owned nor approved
 * @param notUnique whether another application has the same identifier
 * @param ownDefault whether only the default form {@code api://<own id>} was added
 */
public record IdentifierUriChange(
    Basis basis,
    @OneOf({"added", "removed", "modified"}) String kind,
    boolean foreignDomain,
    boolean notUnique,
    boolean ownDefault)
    implements Observation {}
