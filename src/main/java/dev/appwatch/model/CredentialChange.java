package dev.appwatch.model;

/**
 * Credentials were added to an application or service principal.
 *
 * @param basis what it rests on
 * @param firstCredential whether it had none before
 * @param newApplication whether it was created by the same action or minutes before
 * @param createdWith whether the operation itself creates an application with its credential
 * @param detailsMissing whether the record names no credential, so nothing can be compared
 * @param usualTypes whether all added types are in the list of types used in the tenant
 * @param managedIdentityRotation whether Azure rotated the certificate of a managed identity
 * @param singleSignOnMode {@code saml}, {@code oidc} …, or {@code unknown}
 */
public record CredentialChange(
    Basis basis,
    boolean firstCredential,
    boolean newApplication,
    boolean createdWith,
    boolean detailsMissing,
    boolean usualTypes,
    boolean managedIdentityRotation,
    String singleSignOnMode)
    implements Observation {}
