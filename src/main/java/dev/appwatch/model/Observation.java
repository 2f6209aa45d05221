package dev.appwatch.model;

/** What an event means for an application, in the terms that rules ask for. */
public sealed interface Observation
    permits CredentialChange,
        CredentialLifetime,
        RoleAssignment,
        PermissionGrant,
        Consent,
        VaultAccess,
        FlowSignIn,
        RedirectUri,
        IdentifierUriChange,
        OwnerAddition,
        LogoutUrlChange,
        ChangeFeedAge,
        RecordSetAside,
        OwnIdentityChange {

  /** Returns what it rests on. */
  Basis basis();

  /** Returns what calendars and lists say about its moment and actor. */
  default Situation situation() {
    return basis().situation();
  }
}
