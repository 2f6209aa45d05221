package dev.appwatch.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An application or service principal as Microsoft Graph returned it: state, not an action.
 *
 * @param header what every event has; its time is null
 * @param type {@code Application} or {@code ServicePrincipal}
 * @param objectId object id in lower case
 * @param appId application (client) id in lower case
 * @param name display name
 * @param created when it was created
 * @param credentials its credentials; a SAML signing certificate counts once
 * @param redirectUris reply addresses of all platforms
 * @param identifierUris application id URIs
 * @param logoutUrl the log-out URL; empty when there is none, null when not selected
 * @param singleSignOnMode {@code saml}, {@code oidc} …; null when unset or not selected
 * @param servicePrincipalType {@code Application}, {@code ManagedIdentity} …
 * @param ownerTenant tenant that owns the application
 */
public record ApplicationObject(
    EventHeader header,
    @OneOf({"Application", "ServicePrincipal"}) String type,
    @Nullable String objectId,
    @Nullable String appId,
    @Nullable String name,
    @Nullable Instant created,
    List<Credential> credentials,
    List<String> redirectUris,
    List<String> identifierUris,
    @Nullable String logoutUrl,
    @Nullable String singleSignOnMode,
    @Nullable String servicePrincipalType,
    @Nullable String ownerTenant)
    implements Event {

  public ApplicationObject {
    credentials = List.copyOf(credentials);
    redirectUris = List.copyOf(redirectUris);
    identifierUris = List.copyOf(identifierUris);
  }
}
