package dev.appwatch.context;

import static java.util.Objects.requireNonNull;

import dev.appwatch.model.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
 * @param offHoursRaiseRisk whether a finding outside business hours is one step more serious
 * @param approvers who may approve changes; nobody else's approval suppresses
 * @param graceMinutes minutes before and after a change window that are tolerated, 0 to 5
 * @param changeFeedMaxAgeMinutes age in minutes beyond which a change feed proves nothing, 1 or
 *     more
 * @param suppressedMinutesBudget minutes a month in which an application may be under approvals
 *     before the audit says so, 1 or more
 * @param floor what no approval may cover, besides what is built in
 * @param serviceNow names of the fields of a change request that hold its scope
 */
public record Policy(
    @Nullable String tenant,
    int newApplicationMinutes,
    boolean ignoreBaseScopes,
    boolean everyRedirectUriAlerts,
    boolean deviceCodeFlowInUse,
    List<String> expectedCountries,
    CredentialLimits credentialLifetime,
    @Nullable Boolean offHoursRaiseRisk,
    List<String> approvers,
    @Nullable Integer graceMinutes,
    @Nullable Integer changeFeedMaxAgeMinutes,
    @Nullable Integer suppressedMinutesBudget,
    @Nullable Floor floor,
    @Nullable ServiceNowFields serviceNow) {

  public Policy {
    if (newApplicationMinutes < 0) {
      throw new IllegalArgumentException(
          "newApplicationMinutes (%d) must be 0 or more.".formatted(newApplicationMinutes));
    }
    expectedCountries = expectedCountries == null ? List.of() : List.copyOf(expectedCountries);
    approvers = approvers == null ? List.of() : List.copyOf(approvers);
    offHoursRaiseRisk = offHoursRaiseRisk != null && offHoursRaiseRisk;
    graceMinutes = graceMinutes == null ? 0 : graceMinutes;
    changeFeedMaxAgeMinutes = changeFeedMaxAgeMinutes == null ? 15 : changeFeedMaxAgeMinutes;
    suppressedMinutesBudget = suppressedMinutesBudget == null ? 2400 : suppressedMinutesBudget;
    floor = floor == null ? Floor.EMPTY : floor;
    serviceNow = serviceNow == null ? ServiceNowFields.DEFAULT : serviceNow;
    within("graceMinutes", graceMinutes, 0, 5);
    within("changeFeedMaxAgeMinutes", changeFeedMaxAgeMinutes, 1, Integer.MAX_VALUE);
    within("suppressedMinutesBudget", suppressedMinutesBudget, 1, Integer.MAX_VALUE);
  }

  private static void within(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s (%d) must be %s."
              .formatted(
                  name,
                  value,
                  most == Integer.MAX_VALUE ? least + " or more" : least + " to " + most));
    }
  }

  /** Returns whether a finding outside business hours is one step more serious. */
  public boolean raisesRiskOffHours() {
    return requireNonNull(offHoursRaiseRisk);
  }

  /** Returns how long before and after a change window is tolerated. */
  public Duration grace() {
    return Duration.ofMinutes(requireNonNull(graceMinutes));
  }

  /** Returns the age beyond which a change feed proves nothing. */
  public Duration changeFeedMaxAge() {
    return Duration.ofMinutes(requireNonNull(changeFeedMaxAgeMinutes));
  }

  /** Returns the minutes a month in which an application may be under approvals. */
  public int suppressedMinutes() {
    return requireNonNull(suppressedMinutesBudget);
  }

  /** Returns where ServiceNow keeps the scope of a change. */
  public ServiceNowFields fields() {
    return requireNonNull(serviceNow);
  }

  /** Returns what no approval may cover, besides what is built in. */
  public Floor onFloor() {
    return requireNonNull(floor);
  }

  /**
   * Findings that no approval may cover, besides those built in. It can only grow.
   *
   * @param rows ids of rows
   * @param apps application or object ids, this program's own identity among them
   * @param roles ids or names of roles
   * @param permissions names of permissions; a trailing {@code *} stands for any ending
   */
  public record Floor(
      Set<String> rows, Set<String> apps, Set<String> roles, Set<String> permissions) {

    static final Floor EMPTY = new Floor(Set.of(), Set.of(), Set.of(), Set.of());

    public Floor {
      rows = normal(rows);
      apps = normal(apps);
      roles = normal(roles);
      permissions = normal(permissions);
    }

    private static Set<String> normal(@Nullable Set<String> ids) {
      return ids == null
          ? Set.of()
          : ids.stream().map(Scope::normal).collect(Collectors.toUnmodifiableSet());
    }
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
