package dev.appwatch.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call to an Azure Key Vault.
 *
 * @param header what every event has
 * @param operation for example {@code SecretGet}, as the log writes it
 * @param vault resource id of the vault in lower case, or its host name where no id is logged
 * @param status HTTP status of the answer; 0 when not recorded
 * @param actor who called, and from where
 * @param objectId the secret, key or certificate, or the vault itself
 * @param requestUri the address called
 * @param clientInfo the user agent
 * @param state access settings of the vault after the call, by name; empty when not recorded
 * @param policyChanges access policies added or removed
 */
public record VaultEvent(
    EventHeader header,
    @Catalogued("operations") String operation,
    String vault,
    int status,
    Actor actor,
    @Nullable String objectId,
    @Nullable String requestUri,
    @Nullable String clientInfo,
    Map<String, String> state,
    List<Evidence> policyChanges)
    implements Event {

  public VaultEvent {
    state = Map.copyOf(state);
    policyChanges = List.copyOf(policyChanges);
  }
}
