package dev.appwatch.model;

import java.util.List;

/**
 * Somebody consented to an application, or was stopped from doing so.
 *
 * @param basis what it rests on
 * @param succeeded whether the consent took effect
 * @param blockedForRisk whether it was stopped because the application is risky
 * @param administrator {@code true}, {@code false} or {@code unknown}: IsAdminConsent
 * @param onBehalfOfAll whether it holds for all users of the tenant
 * @param unchanged whether the permissions before and after are the same
 * @param highlyPrivileged whether a highly privileged permission was added
 * @param privilegeUnclear whether a permission was added that is highly privileged on some APIs,
 *     and nothing tells on which it was
 * @param highRiskPermission whether a permission to watch for user consent was asked for
 * @param offlineAccess whether it lasts after the user has left
 * @param suspiciousName whether the application's name is generic or resembles a brand
 * @param riskOverridden whether an administrator consented despite Microsoft's warning
 * @param grantReported whether a grant of the same action met the row of administrator grants
 * @param permissions what was consented to and was not before
 */
public record Consent(
    Basis basis,
    boolean succeeded,
    boolean blockedForRisk,
    @OneOf({"true", "false", "unknown"}) String administrator,
    boolean onBehalfOfAll,
    boolean unchanged,
    boolean highlyPrivileged,
    boolean privilegeUnclear,
    boolean highRiskPermission,
    boolean offlineAccess,
    boolean suspiciousName,
    boolean riskOverridden,
    boolean grantReported,
    @Catalogued("permissions") List<String> permissions)
    implements Observation {

  public Consent {
    permissions = List.copyOf(permissions);
  }
}
