package dev.appwatch.context;

import static java.util.Objects.requireNonNull;

import dev.appwatch.model.Scope;
import dev.appwatch.text.NearWord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * @param ownApps application and object ids of this program's own service principal
 * @param silence how long a source may be silent
 * @param canary the record that must come again and again
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
    @Nullable ServiceNowFields serviceNow,
    @Nullable Set<String> ownApps,
    @Nullable Silence silence,
    @Nullable Canary canary) {

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
    ownApps = Floor.normal(ownApps);
    silence = silence == null ? Silence.DEFAULT : silence;
    canary = canary == null ? Canary.NONE : canary;
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

  /** Returns the ids of this program's own service principal, as ids are compared. */
  public Set<String> own() {
    return requireNonNull(ownApps);
  }

  /** Returns how long a source may be silent. */
  public Silence silenceOfSources() {
    return requireNonNull(silence);
  }

  /** Returns the record that must come again and again. */
  public Canary expectedCanary() {
    return requireNonNull(canary);
  }

  /**
   * How long a source that delivered before may be silent.
   *
   * @param minutes for every source that is not named, 0 for ever
   * @param sources minutes of some sources, by name, 0 for ever
   */
  public record Silence(@Nullable Integer minutes, @Nullable Map<String, Integer> sources) {

    static final Silence DEFAULT = new Silence(null, null);
    private static final int TWO_HOURS = 120;

    public Silence {
      minutes = minutes == null ? TWO_HOURS : minutes;
      sources = sources == null ? Map.of() : Map.copyOf(sources);
      within("silence.minutes", minutes, 0, Integer.MAX_VALUE);
      sources.forEach(
          (source, limit) -> within("silence.sources." + source, limit, 0, Integer.MAX_VALUE));
    }

    /**
     * Returns how long a source may be silent, zero for ever: as it is named, or all of its kind.
     *
     * @param source a source, such as {@code files}, or a topic of one, {@code kafka/TOPIC}
     */
    public Duration of(String source) {
      Map<String, Integer> named = requireNonNull(sources);
      String kind = source.contains("/") ? source.substring(0, source.indexOf('/')) : source;
      Integer usual = named.getOrDefault(kind, requireNonNull(minutes));
      return Duration.ofMinutes(named.getOrDefault(source, usual));
    }

    /** Returns the topics and hubs that are named, and so expected though none ever delivered. */
    public Set<String> expected() {
      return requireNonNull(sources).keySet().stream()
          .filter(source -> source.contains("/"))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  /**
   * A record that somebody makes again and again, so that its absence tells of a broken path.
   *
   * @param minutes within how many one must come, 0 when none is expected
   * @param operation the operation that it has, null for any
   * @param name the display name of its actor or of something it was done to, null for any
   */
  public record Canary(int minutes, @Nullable String operation, @Nullable String name) {

    static final Canary NONE = new Canary(0, null, null);

    public Canary {
      operation = operation == null || operation.isBlank() ? null : operation.strip();
      name = name == null || name.isBlank() ? null : name.strip();
      within("canary.minutes", minutes, 0, Integer.MAX_VALUE);
      if (minutes > 0 && operation == null && name == null) {
        throw new IllegalArgumentException(
            "A canary that is expected (%d minutes) must have an operation, a name, or both."
                .formatted(minutes));
      }
    }

    /** Returns whether one is expected. */
    public boolean expected() {
      return minutes > 0;
    }
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

    static Set<String> normal(@Nullable Set<String> ids) {
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

    private static final List<String> STATES = List.of("enabled", "disabled");

    public Limit {
      if (state != null && STATES.stream().noneMatch(state::equalsIgnoreCase)) {
        throw new IllegalArgumentException(
            "state (%s) must be enabled or disabled.%s"
                .formatted(NearWord.shown(state), NearWord.maybe(state, STATES)));
      }
    }

    /** Returns whether the restriction is in force. */
    public boolean enabled() {
      return state == null || state.equalsIgnoreCase("enabled");
    }
  }
}
