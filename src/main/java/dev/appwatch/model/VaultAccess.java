package dev.appwatch.model;

/**
 * A Key Vault was used, or what protects it was changed.
 *
 * @param basis what it rests on
 * @param kind {@code acl} for a change of access settings, {@code vault} for another change of the
 *     vault, {@code data} for keys, secrets and certificates, {@code read} for reading the vault's
 *     own settings, {@code challenge} for the 401 that opens a connection
 * @param succeeded whether the status is 2xx
 * @param denied whether the caller was refused: 403, or 401 without a success right after
 * @param settingsUnchanged whether access settings are known to be the same as before
 * @param settingsUnknown whether nothing is known of the settings before
 * @param regularPrincipal whether the caller is listed for this vault
 * @param unknownAddress whether known networks are listed and the caller is in none
 * @param byUser whether a person called
 * @param benignReader whether a Microsoft inventory service read the settings
 * @param destructive whether something was deleted or purged
 */
public record VaultAccess(
    Basis basis,
    @OneOf({"acl", "vault", "data", "read", "challenge"}) String kind,
    boolean succeeded,
    boolean denied,
    boolean settingsUnchanged,
    boolean settingsUnknown,
    boolean regularPrincipal,
    boolean unknownAddress,
    boolean byUser,
    boolean benignReader,
    boolean destructive)
    implements Observation {}
