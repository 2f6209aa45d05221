package dev.appwatch.evaluate;

import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.AzureActivity;
import dev.appwatch.model.Event;
import dev.appwatch.model.Target;
import dev.appwatch.model.VaultEvent;
import dev.appwatch.text.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What other records tell about an event: which application was just created, what the inventory
 * holds, how a vault was set before. Grows with what it learns, within bounds; when a bound is
 * reached the oldest is forgotten, and what is forgotten explains nothing any more.
 */
final class History {

  private static final String CANCEL = "cancel";
  private static final int MOST = 50_000;
  private static final int MOST_LARGE = 10_000; // entries of a kilobyte or so
  private static final int MOST_STATES = 20_000; // a vault that is polled states the same again
  private static final Duration NEAR = Duration.ofMinutes(5);

  private final Creations creations = new Creations(bounded(MOST));
  private final Map<String, ApplicationObject> objects = bounded(MOST_LARGE);
  private final Map<String, ApplicationObject> earlierReadings = bounded(MOST_LARGE);
  private final Map<String, Set<String>> appsByRedirectUri = bounded(MOST);
  private final Map<String, Set<String>> appsByIdentifier = bounded(MOST);
  private final Timelines<VaultEvent> vaultStates = new Timelines<>(MOST_STATES);
  private final Timelines<String> vaultChanges = new Timelines<>(MOST);
  private final Map<String, Instant[]> vaultSuccesses = bounded(MOST);
  private final Map<String, AzureActivity> roleRequests = bounded(MOST_LARGE);
  private final Timelines<String> pimAssignments = new Timelines<>(MOST);
  private final Map<String, Boolean> canceled = bounded(MOST);
  private final Map<String, String> consents = bounded(MOST_LARGE);
  private final Map<String, Boolean> administratorGrants = bounded(MOST);
  private final Map<String, NamedApi> apis = bounded(MOST);
  private final Principals principals = new Principals(bounded(MOST));

  /** Takes in what the event tells about others, and returns whether it tells anything. */
  boolean learn(Event event) {
    boolean named = principals.learn(event);
    return learnOthers(event) || named;
  }

  private boolean learnOthers(Event event) {
    if (event instanceof AuditEvent audit) {
      return learnAudit(audit);
    }
    if (event instanceof ApplicationObject object) {
      learnObject(object);
      return true;
    }
    if (event instanceof VaultEvent vault) {
      return learnVault(vault);
    }
    if (event instanceof AzureActivity activity && activity.principalId() != null) {
      roleRequests.put(requestKey(activity), activity);
      return true;
    }
    return false;
  }

  /** Returns whether audit records of that operation tell anything about others. */
  static boolean learnsFrom(String operation) {
    return Creations.OPERATIONS.contains(operation)
        || operation.equals(ConsentObserver.OPERATION)
        || GrantObserver.looksAt(operation)
        || RoleObserver.assigns(operation)
        || operation.contains(CANCEL);
  }

  private boolean learnAudit(AuditEvent audit) {
    String operation = audit.operation();
    String correlation = Redaction.known(audit.header().correlationId());
    if (!audit.succeeded() || !learnsFrom(operation)) {
      return false;
    }
    if (Creations.OPERATIONS.contains(operation)) {
      return creations.learn(audit);
    }
    if (GrantObserver.looksAt(operation)) {
      return learnApi(audit);
    }
    if (operation.equals(ConsentObserver.OPERATION) && correlation != null) {
      String permissions = audit.newValue("ConsentAction.Permissions");
      if (permissions != null) {
        consents.put(correlation, permissions);
      }
    } else if (RoleObserver.assigns(operation)) {
      Instant time = audit.header().time();
      if (RoleObserver.pim(audit) && time != null) {
        pimAssignments.put(RoleObserver.pair(audit), time, Basics.action(audit));
      }
    } else if (operation.contains(CANCEL) && correlation != null) {
      canceled.put(correlation, true);
    } else {
      return false;
    }
    return true;
  }

  /** A grant names the API; the consent of its action only has the object id. */
  private boolean learnApi(AuditEvent audit) {
    Target api = GrantObserver.apiTarget(audit);
    String id = api == null ? null : Redaction.known(api.id());
    if (api == null || id == null) {
      return false;
    }
    NamedApi named = new NamedApi(api, GrantObserver.names(audit));
    NamedApi before = apis.get(id);
    if (before != null && (before.names() != null || named.names() == null)) {
      return false;
    }
    apis.put(id, named);
    return true;
  }

  /** Returns how grants name the API with that object id, or null. */
  @Nullable NamedApi api(String objectId) {
    return apis.get(objectId);
  }

  private void learnObject(ApplicationObject object) {
    if (object.objectId() != null) {
      ApplicationObject earlier = objects.put(object.objectId(), object);
      if (earlier != null) {
        earlierReadings.put(object.objectId(), earlier);
      }
    }
    if (object.appId() == null) {
      return;
    }
    // the service principal knows the single sign-on mode, the application does not
    if (object.type().equals("ServicePrincipal") || !objects.containsKey(object.appId())) {
      objects.put(object.appId(), object);
    }
    for (String uri : object.redirectUris()) {
      appsByRedirectUri
          .computeIfAbsent(Uris.comparable(uri), key -> new HashSet<>())
          .add(object.appId());
    }
    for (String uri : object.identifierUris()) {
      appsByIdentifier
          .computeIfAbsent(uri.toLowerCase(java.util.Locale.ROOT), key -> new HashSet<>())
          .add(object.appId());
    }
  }

  private boolean learnVault(VaultEvent vault) {
    Instant time = vault.header().time();
    if (time == null) {
      return false;
    }
    boolean succeeded = vault.status() >= 200 && vault.status() < 300;
    if (succeeded && !vault.state().isEmpty()) {
      vaultStates.put(vault.vault(), time, vault);
    }
    if (succeeded && VaultObserver.changesSettings(vault.operation())) {
      vaultChanges.put(vault.vault(), time, VaultObserver.action(vault));
    }
    if (succeeded) {
      String key = successKey(vault, time.getEpochSecond() / 60);
      Instant[] range = vaultSuccesses.get(key);
      if (range == null) {
        vaultSuccesses.put(key, new Instant[] {time, time});
      } else {
        range[0] = time.isBefore(range[0]) ? time : range[0];
        range[1] = time.isAfter(range[1]) ? time : range[1];
      }
    }
    return succeeded;
  }

  private static String successKey(VaultEvent vault, long minute) {
    return vault.vault() + "|" + vault.actor().ip() + "|" + minute;
  }

  /** Returns whether the same client got through to the vault within a minute after. */
  boolean succeededSoonAfter(VaultEvent refused, Instant time) {
    long minute = time.getEpochSecond() / 60;
    Instant[] same = vaultSuccesses.get(successKey(refused, minute));
    if (same != null && !same[1].isBefore(time)) {
      return true;
    }
    Instant[] next = vaultSuccesses.get(successKey(refused, minute + 1));
    return next != null && !next[0].isAfter(time.plusSeconds(60));
  }

  /** Returns the last event that shows the vault's settings before that moment, or null. */
  @Nullable VaultEvent vaultStateBefore(String vault, Instant time) {
    Map.Entry<Instant, VaultEvent> before = vaultStates.of(vault).lowerEntry(time);
    return before == null ? null : before.getValue();
  }

  /** Returns the action that changed the vault's settings around that moment, or null. */
  @Nullable String vaultChangeNear(String vault, Instant time) {
    return near(vaultChanges.of(vault), time);
  }

  /** Returns the PIM action that gave the same role to the same principal around then, or null. */
  @Nullable String pimAssignmentNear(String pair, Instant time) {
    return near(pimAssignments.of(pair), time);
  }

  private static @Nullable String near(NavigableMap<Instant, String> actions, Instant time) {
    Map.Entry<Instant, String> first = actions.ceilingEntry(time.minus(NEAR));
    return first == null || first.getKey().isAfter(time.plus(NEAR)) ? null : first.getValue();
  }

  /** Returns what is known of who is a person and who is an application. */
  Principals principals() {
    return principals;
  }

  /** Returns what is known of how applications were created. */
  Creations creations() {
    return creations;
  }

  /** Returns the object of the inventory with that application or object id, or null. */
  @Nullable ApplicationObject object(@Nullable String id) {
    return id == null ? null : objects.get(id);
  }

  /** Returns the same object as the inventory had it when it was read before, or null. */
  @Nullable ApplicationObject earlierReading(ApplicationObject object) {
    return object.objectId() == null ? null : earlierReadings.get(object.objectId());
  }

  /** Returns whether another application has the redirect URI. */
  boolean redirectUriOfAnother(String uri, @Nullable String appId) {
    return ofAnother(appsByRedirectUri.get(Uris.comparable(uri)), appId);
  }

  /** Returns whether another application has the identifier. */
  boolean identifierOfAnother(String uri, @Nullable String appId) {
    return ofAnother(appsByIdentifier.get(uri.toLowerCase(java.util.Locale.ROOT)), appId);
  }

  private static boolean ofAnother(@Nullable Set<String> apps, @Nullable String appId) {
    return apps != null && apps.stream().anyMatch(app -> !app.equals(appId));
  }

  private static String requestKey(AzureActivity activity) {
    return activity.header().correlationId()
        + "|"
        + activity.operation()
        + "|"
        + activity.resource();
  }

  /** Returns the record of the same operation that carries the request, or null. */
  @Nullable AzureActivity roleRequest(AzureActivity activity) {
    return roleRequests.get(requestKey(activity));
  }

  /** Returns whether the request with that correlation id was canceled. */
  boolean canceled(@Nullable String correlation) {
    String known = Redaction.known(correlation);
    return known != null && canceled.containsKey(known);
  }

  /** Returns the permissions that the consent of the same action names, or null. */
  @Nullable String consent(@Nullable String correlation) {
    String known = Redaction.known(correlation);
    return known == null ? null : consents.get(known);
  }

  /** Takes in that a grant of the action met the row of grants by administrators. */
  void administratorGranted(@Nullable String correlation) {
    String known = Redaction.known(correlation);
    if (known != null) {
      administratorGrants.put(known, true);
    }
  }

  /** Returns whether a grant of the action met the row of grants by administrators. */
  boolean hasAdministratorGrant(@Nullable String correlation) {
    String known = Redaction.known(correlation);
    return known != null && administratorGrants.containsKey(known);
  }

  private static <V> Map<String, V> bounded(int most) {
    return new Bounded<>(most);
  }

  /** An API as a grant names it. */
  record NamedApi(Target target, @Nullable String names) {}

  private static final class Bounded<V> extends LinkedHashMap<String, V> {

    private static final long serialVersionUID = 1L;

    private final int most;

    Bounded(int most) {
      this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > most;
    }
  }
}
