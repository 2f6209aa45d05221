package dev.appwatch.context;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits and switches of a tenant, read from {@code policy.yaml}.
 *
 * @param tenant directory id for records that carry none
 * @param newApplicationMinutes minutes for which an application counts as new, 0 or more
 * @param ignoreBaseScopes whether grants of nothing but sign-in scopes are left out
 * @param everyRedirectUriAlerts whether every added redirect URI alerts
 * @param deviceCodeFlowInUse whether anybody needs the device code flow
 * @param expectedCountries two-letter codes; empty: not judged
 * @param credentialLifetime limits for credentials
 */
public record Policy(
    @Nullable String tenant,
    int newApplicationMinutes,
    boolean ignoreBaseScopes,
    boolean everyRedirectUriAlerts,
    boolean deviceCodeFlowInUse,
    List<String> expectedCountries,
    CredentialLimits credentialLifetime) {

  public Policy {
    if (newApplicationMinutes < 0) {
      throw new IllegalArgumentException(
          "newApplicationMinutes (%d) must be 0 or more.".formatted(newApplicationMinutes));
    }
    expectedCountries = expectedCountries == null ? List.of() : List.copyOf(expectedCountries);
  }

  /**
   * How long each kind of credential may live.
   *
   * @param toleranceHours hours by which a lifetime may exceed its limit: a year has 365 or 366
   *     days
   * @param password client secrets
   * @param symmetric symmetric keys
   * @param asymmetric certificates
   * @param saml SAML signing certificates
   */
  public record CredentialLimits(
      int toleranceHours, Limit password, Limit symmetric, Limit asymmetric, Limit saml) {

    /** Returns the limit of a kind of credential. */
    public Limit of(String kind) {
      return switch (kind) {
        case "password" -> password;
        case "symmetric" -> symmetric;
        case "saml" -> saml;
        default -> asymmetric;
      };
    }
  }

  /**
   * A restriction in the words of Microsoft's appManagementPolicy.
   *
   * @param maxLifetime days and time only, for example {@code P180D}
   * @param state {@code enabled} or {@code disabled}
   * @param restrictForAppsCreatedAfterDateTime older applications are left out
   */
  public record Limit(
      Duration maxLifetime,
      @Nullable String state,
      @Nullable Instant restrictForAppsCreatedAfterDateTime) {

    /** Returns whether the restriction is in force. */
    public boolean enabled() {
      return state == null || state.equalsIgnoreCase("enabled");
    }
  }
}
