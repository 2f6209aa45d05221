package dev.appwatch.context;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.model.Actor;
import dev.appwatch.model.BusinessCalendar;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Situation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private final Lists lists;
  private final Apis apis;
  private final Permissions permissions;
  private final Roles roles;
  private final Domains domains;
  private final Names names;
  private final Accounts accounts;
  private final Networks knownNetworks;
  private final Set<String> usualTypes = new HashSet<>();
  private final Map<String, Map<String, String>> applications = new HashMap<>();

  private Context(
      Policy policy,
      Calendars calendars,
      ChangeRegister changes,
      List<ChangeProblem> changeProblems,
      Lists lists) {
    this.policy = policy;
    this.calendars = calendars;
    this.changes = changes;
    this.changeProblems = List.copyOf(changeProblems);
    this.lists = lists;
    apis = new Apis(lists);
    permissions = new Permissions(lists);
    roles = new Roles(lists);
    domains = new Domains(lists);
    names = new Names(lists);
    accounts = new Accounts(lists, roles);
    knownNetworks = new Networks(lists.column("known-networks", "network"));
    for (Map<String, String> row : lists.rows("credential-types")) {
      usualTypes.add(Lists.cell(row, "key_type") + "/" + Lists.cell(row, "key_usage"));
    }
    for (Map<String, String> row : lists.rows("applications")) {
      applications.put(Lists.cell(row, "app_id"), row);
      applications.put(Lists.cell(row, "object_id"), row);
    }
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
    PackFiles files = new PackFiles(pack);
    Map<String, List<Map<String, String>>> rows = new TreeMap<>(files.lists());
    for (Map.Entry<String, JsonNode> list : differences.path("lists").properties()) {
      if (!rows.containsKey(list.getKey())) {
        files
            .problems()
            .add(
                new PackProblem(
                    "reference/" + list.getKey() + ".csv",
                    0,
                    "there is no such list.\n    Maybe one of %s.".formatted(rows.keySet())));
      }
      List<Map<String, String>> all = new ArrayList<>(rows.getOrDefault(list.getKey(), List.of()));
      for (JsonNode row : list.getValue()) {
        Map<String, String> cells = new HashMap<>();
        row.properties().forEach(cell -> cells.put(cell.getKey(), cell.getValue().asText()));
        all.add(cells);
      }
      rows.put(list.getKey(), all);
    }
    Policy policy = files.policy(differences.path("policy"));
    Calendars calendars = files.calendars(differences.path("calendar"));
    if (!files.problems().isEmpty()) {
      calendars.problems().forEach(files::add);
      throw new PackRefusedException(files.problems());
    }
    FeedOptions options = new FeedOptions(loadedAt, policy.grace(), policy.fields());
    ChangeFeeds changes = new ChangeFeeds().read(ChangeFeeds.files(feeds), options);
    JsonNode inline = differences.path("changes");
    if (inline.isObject()) {
      changes.add(ChangeFeedReader.read(FeedFile.of(inline.toString()), "scenario", options));
    }
    ChangeRegister register = changes.register();
    List<ChangeProblem> problems = new ArrayList<>(calendars.problems());
    problems.addAll(changes.problems());
    return new Context(policy, calendars, register, problems, new Lists(rows));
  }

  /** Returns the rows of every list, by the name of the list. */
  public Map<String, List<Map<String, String>>> lists() {
    return lists.all();
  }

  /** Returns the limits and switches. */
  public Policy policy() {
    return policy;
  }

  /** Returns the same context with other approvals and freezes. */
  public Context with(ChangeRegister others) {
    return new Context(policy, calendars, others, changeProblems, lists);
  }

  /** Returns the same context with what these feeds say, and with no other feeds. */
  public Context with(List<FeedContents> feeds) {
    ChangeFeeds joined = new ChangeFeeds();
    feeds.forEach(joined::add);
    ChangeRegister register = joined.register();
    List<ChangeProblem> problems = new ArrayList<>(calendars.problems());
    problems.addAll(joined.problems());
    return new Context(policy, calendars, register, problems, lists);
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
    return apis;
  }

  /** Returns the listed permissions. */
  public Permissions permissions() {
    return permissions;
  }

  /** Returns the listed roles. */
  public Roles roles() {
    return roles;
  }

  /** Returns the tenant's domains and recorded DNS facts. */
  public Domains domains() {
    return domains;
  }

  /** Returns what calendar and lists say about a moment, an actor and what it did. */
  public Situation situation(@Nullable Instant time, Actor actor, String operation) {
    return new Situation(
        hoursAt(time, actor),
        accounts.approvedAutomation(actor, operation),
        accounts.highProfile(actor, time),
        accounts.consentAdministrator(actor, time));
  }

  /** A holiday is off, and a calendar that is broken tells nothing. */
  private String hoursAt(@Nullable Instant time, Actor actor) {
    if (time == null) {
      return "unknown";
    }
    Set<String> actors = new HashSet<>();
    Stream.of(actor.id(), actor.appId()).filter(Objects::nonNull).forEach(actors::add);
    return switch (calendars.hoursAt(time, policy.tenant(), Set.of(), actors)) {
      case "inside" -> "inside";
      case "off", "holiday" -> "off";
      default -> "unknown";
    };
  }

  /** Returns whether a name is generic, resembles a brand or hides characters. */
  public boolean suspiciousName(@Nullable String name) {
    return name != null && names.suspicious(name);
  }

  /** Returns whether a type of credential is in use in the tenant. */
  public boolean usualCredentialType(String type, String usage) {
    return usualTypes.contains((type + "/" + usage).toLowerCase(java.util.Locale.ROOT));
  }

  /** Returns what the list of applications says about an application or object id, or nothing. */
  public Map<String, String> application(@Nullable String id) {
    return id == null ? Map.of() : applications.getOrDefault(id, Map.of());
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
    return !knownNetworks.isEmpty() && !knownNetworks.contain(address);
  }

  /** Returns whether a list has a row with that value in its first id column. */
  public boolean listed(String list, String column, @Nullable String value) {
    return value != null
        && lists.column(list, column).contains(value.toLowerCase(java.util.Locale.ROOT));
  }

  private boolean anyRow(String list, java.util.function.Predicate<Map<String, String>> test) {
    return lists.rows(list).stream().anyMatch(test);
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
