package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.Actor;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Situation;
import dev.appwatch.model.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a policy pack knows besides its rules: lists, calendar and limits. Immutable, and safe to
 * share between threads.
 */
public final class Context {

  private final Policy policy;
  private final Calendars calendars;
  private final ChangeRegister changes;
  private final List<ChangeProblem> changeProblems;
  private final Reference reference;

  Context(
      Policy policy,
      Calendars calendars,
      ChangeRegister changes,
      List<ChangeProblem> changeProblems,
      Reference reference) {
    this.policy = policy;
    this.calendars = calendars;
    this.changes = changes;
    this.changeProblems = List.copyOf(changeProblems);
    this.reference = reference;
  }

  /**
   * Reads the lists, calendar and limits of a pack.
   *
   * @throws PackRefusedException with everything that is wrong
   */
  public static Context load(Path pack) {
    return load(pack, PackFiles.YAML.createObjectNode());
  }

  /**
   * Reads a pack and puts differences over it, as a scenario does.
   *
   * @param differences members {@code policy} (put over policy.yaml), {@code calendar} (in place of
   *     all of the pack's) and {@code lists} (rows added to the pack's lists); all may be missing
   * @throws PackRefusedException with everything that is wrong
   */
  public static Context load(Path pack, JsonNode differences) {
    return load(pack, differences, List.of(), Instant.EPOCH);
  }

  /**
   * Reads a pack and change feeds.
   *
   * @param differences as above; a member {@code changes} is one more feed
   * @param feeds files and folders of change feeds; a folder that is missing holds none
   * @param loadedAt now; a feed of one's own that names no other moment is as true as this one
   * @throws PackRefusedException with everything that is wrong in the pack; what is wrong in feeds
   *     is told by {@link #changeProblems}
   */
  public static Context load(Path pack, JsonNode differences, List<Path> feeds, Instant loadedAt) {
    return new PackReader(pack).context(differences, feeds, loadedAt);
  }

  /** Returns the rows of every list, by the name of the list. */
  public Map<String, List<Map<String, String>>> lists() {
    return reference.lists().all();
  }

  /** Returns the limits and switches. */
  public Policy policy() {
    return policy;
  }

  /** Returns the same context with other approvals and freezes. */
  public Context with(ChangeRegister others) {
    return new Context(policy, calendars, others, changeProblems, reference);
  }

  /** Returns the same context with what these feeds say, and with no other feeds. */
  public Context with(List<FeedContents> feeds) {
    ChangeFeeds joined = new ChangeFeeds();
    feeds.forEach(joined::add);
    ChangeRegister register = joined.register();
    List<ChangeProblem> problems = new ArrayList<>(calendars.problems());
    problems.addAll(joined.problems());
    return new Context(policy, calendars, register, problems, reference);
  }

  /** Returns what was refused of change feeds and calendars; it suppresses nothing. */
  public List<ChangeProblem> changeProblems() {
    return changeProblems;
  }

  /** Returns the approvals and freezes that are known. */
  public ChangeRegister changes() {
    return changes;
  }

  /**
   * Returns {@code inside}, {@code off}, {@code holiday}, {@code error} or {@code unknown} for the
   * calendars that a finding falls under.
   */
  public String hoursOf(Finding finding) {
    return calendars.hoursOf(finding);
  }

  /** Returns every business calendar that can be used. */
  public List<BusinessCalendar> calendars() {
    return calendars.all();
  }

  /** Returns the APIs that hold sensitive data. */
  public Apis apis() {
    return reference.apis();
  }

  /** Returns the listed permissions. */
  public Permissions permissions() {
    return reference.permissions();
  }

  /** Returns the listed roles. */
  public Roles roles() {
    return reference.roles();
  }

  /** Returns the tenant's domains and recorded DNS facts. */
  public Domains domains() {
    return reference.domains();
  }

  /**
   * Returns what calendars and lists say about a moment, an actor and what it did.
   *
   * @param tenant the directory that the record names, null where it names none
   * @param targets what it was done to
   */
  public Situation situation(
      @Nullable Instant time,
      @Nullable String tenant,
      List<Target> targets,
      Actor actor,
      String operation) {
    return new Situation(
        hoursAt(time, tenant == null ? policy.tenant() : tenant, targets, actor),
        reference.accounts().approvedAutomation(actor, operation),
        reference.accounts().highProfile(actor, time),
        reference.accounts().consentAdministrator(actor, time));
  }

  /** A holiday is off, and a calendar that is broken tells nothing. */
  private String hoursAt(
      @Nullable Instant time, @Nullable String tenant, List<Target> targets, Actor actor) {
    if (time == null) {
      return "unknown";
    }
    return switch (calendars.hoursOf(time, tenant, Finding.subjects(targets), actor)) {
      case "inside" -> "inside";
      case "off", "holiday" -> "off";
      default -> "unknown";
    };
  }

  /** Returns whether a name is generic, resembles a brand or hides characters. */
  public boolean suspiciousName(@Nullable String name) {
    return name != null && reference.names().suspicious(name);
  }

  /** Returns whether a type of credential is in use in the tenant. */
  public boolean usualCredentialType(String type, String usage) {
    return reference.usualTypes().contains((type + "/" + usage).toLowerCase(java.util.Locale.ROOT));
  }

  /** Returns what the list of applications says about an application or object id, or nothing. */
  public Map<String, String> application(@Nullable String id) {
    return id == null ? Map.of() : reference.applications().getOrDefault(id, Map.of());
  }

  /** Returns whether an application may use ROPC with this account: automated testing. */
  public boolean ropcTest(@Nullable String appId, Actor actor) {
    return anyRow(
        "ropc-test-apps",
        row ->
            same(Lists.cell(row, "app_id"), appId) && account(Lists.cell(row, "account"), actor));
  }

  /** Returns whether an account and application may use the device code flow from its address. */
  public boolean deviceCodeAllowed(@Nullable String appId, Actor actor) {
    return anyRow(
        "device-code-allowed",
        row ->
            account(Lists.cell(row, "account"), actor)
                && (Lists.cell(row, "app_id").isEmpty() || same(Lists.cell(row, "app_id"), appId))
                && (Lists.cell(row, "network").isEmpty()
                    || new Networks(List.of(Lists.cell(row, "network"))).contain(actor.ip())));
  }

  /** Returns whether a principal is listed for a vault, by object id, application id or name. */
  public boolean regularVaultPrincipal(String vault, Actor actor) {
    return anyRow(
        "vault-principals",
        row ->
            (vault.equals(Lists.cell(row, "vault"))
                    || vault.endsWith("/" + Lists.cell(row, "vault")))
                && account(Lists.cell(row, "principal"), actor));
  }

  /** Returns whether known networks are listed and the address is in none of them. */
  public boolean unknownAddress(@Nullable String address) {
    return !reference.knownNetworks().isEmpty() && !reference.knownNetworks().contain(address);
  }

  /** Returns whether a list has a row with that value in its first id column. */
  public boolean listed(String list, String column, @Nullable String value) {
    return value != null
        && reference
            .lists()
            .column(list, column)
            .contains(value.toLowerCase(java.util.Locale.ROOT));
  }

  private boolean anyRow(String list, java.util.function.Predicate<Map<String, String>> test) {
    return reference.lists().rows(list).stream().anyMatch(test);
  }

  private static boolean account(String listed, Actor actor) {
    return !listed.isEmpty()
        && (same(listed, actor.id())
            || (actor.user() && same(listed, actor.name()))
            || same(listed, actor.appId()));
  }

  private static boolean same(String listed, @Nullable String value) {
    return value != null && !listed.isEmpty() && listed.equalsIgnoreCase(value);
  }
}
