package dev.appwatch.evaluate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.appwatch.context.Context;
import dev.appwatch.context.Domains;
import dev.appwatch.model.Actor;
import dev.appwatch.model.ApplicationObject;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Change;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.IdentifierUriChange;
import dev.appwatch.model.LogoutUrlChange;
import dev.appwatch.model.Observation;
import dev.appwatch.model.RedirectUri;
import dev.appwatch.model.Target;
import dev.appwatch.text.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sees changes of an application's addresses (rows 14, 15, 16 and 18). */
final class UriObserver {

  private static final Set<String> UPDATES =
      Set.of("update application", "update service principal");
  private static final String[] IDENTIFIERS = {"AppIdentifierUri", "IdentifierUris"};
  private static final String[] PRINCIPAL_NAMES = {"ServicePrincipalName", "ServicePrincipalNames"};
  private static final String[] LOGOUT = {"LogoutUrl", "WebApp.LogoutUrl", "WebApp"};
  private static final Pattern IN_CUT_TEXT =
      Pattern.compile("\"AddressType\"\\s*:\\s*(\\d+)\\s*,\\s*\"Address\"\\s*:\\s*\"([^\"]*)\"");
  private static final int REPLY = 0;
  private static final int PUBLIC_CLIENT = 2;

  private final Context context;
  private final History history;
  private final @Nullable Instant snapshotTime;

  UriObserver(Context context, History history, @Nullable Instant snapshotTime) {
    this.context = context;
    this.history = history;
    this.snapshotTime = snapshotTime;
  }

  /** Returns whether records of that operation may tell of addresses. */
  static boolean looksAt(String operation) {
    return UPDATES.contains(operation);
  }

  static boolean looksAt(AuditEvent event) {
    if (!looksAt(event.operation())) {
      return false;
    }
    for (Change change : event.changes()) {
      String property = change.property().toLowerCase(Locale.ROOT);
      if (property.equals("appaddress")
          || property.contains("logouturl")
          || property.equals("webapp")
          || property.equals("appidentifieruri")
          || property.equals("identifieruris")
          || property.startsWith("serviceprincipalname")
          || property.equals("targetid.serviceprincipalnames")) {
        return true;
      }
    }
    return false;
  }

  void observe(AuditEvent event, List<Observation> observations) {
    if (!event.succeeded() || !looksAt(event)) {
      return;
    }
    Target app = Basics.application(event);
    Change addresses = event.change("AppAddress").orElse(null);
    if (addresses != null) {
      redirects(event, app, addresses, observations);
    }
    identifiers(event, app, observations);
    logout(event, app, addresses, observations);
  }

  private void redirects(
      AuditEvent event, Target app, Change change, List<Observation> observations) {
    Map<String, Integer> added = addresses(change.newValue(), true);
    added.keySet().removeAll(addresses(change.oldValue(), true).keySet());
    String appId = appId(app);
    for (Map.Entry<String, Integer> uri : added.entrySet()) {
      boolean publicClient = uri.getValue() == PUBLIC_CLIENT;
      var basis =
          Basics.basis(
              context,
              event,
              List.of(app),
              List.of(new Evidence("AppAddress", null, uri.getKey())),
              "redirect|" + who(app),
              Map.of("what", uri.getKey()),
              null);
      observations.add(redirect(basis, uri.getKey(), appId, publicClient, true));
    }
  }

  /** Observes the redirect URIs of the inventory whose hosts are recorded as free to take. */
  void observe(ApplicationObject object, List<Observation> observations) {
    Target app = new Target(object.type(), object.objectId(), object.appId(), object.name());
    logoutSinceEarlier(object, app, observations);
    for (String uri : object.redirectUris()) {
      String host = Uris.host(uri);
      if (host != null && context.domains().dangling(host)) {
        Basis basis =
            inventoryBasis(
                object,
                app,
                new Evidence("redirectUris", null, uri),
                "redirect|" + object.objectId() + "|" + uri,
                Map.of("what", uri));
        observations.add(redirect(basis, uri, object.appId(), false, false));
      }
    }
  }

  private RedirectUri redirect(
      Basis basis, String uri, @Nullable String appId, boolean publicClient, boolean added) {
    Domains domains = context.domains();
    String host = Uris.host(uri);
    boolean local = Uris.localhost(host);
    boolean production =
        "production".equalsIgnoreCase(context.application(appId).getOrDefault("environment", ""));
    boolean nativeAllowed = publicClient && Uris.nativeScheme(uri);
    boolean lent = Uris.nativeClient(uri);
    boolean https = Uris.scheme(uri).equals("https");
    boolean web = https || Uris.scheme(uri).equals("http");
    boolean excused = nativeAllowed || (local && !production) || lent;
    boolean foreign =
        !nativeAllowed
            && !local
            && !lent
            && (host == null || !domains.controlled(host.replaceFirst("^\\*\\.", "")));
    return new RedirectUri(
        basis,
        added,
        !https && !excused,
        local,
        Uris.wildcard(uri),
        Uris.wildcardInPath(uri),
        !local && !nativeAllowed && !lent && history.redirectUriOfAnother(uri, appId),
        foreign,
        Uris.address(host) && !local,
        Uris.internationalised(host),
        host != null && web && domains.dangling(host),
        host != null && web && !local && !Uris.address(host) && !domains.recorded(host),
        context.policy().everyRedirectUriAlerts());
  }

  /** Returns addresses with their client type: reply addresses, or all others. */
  private static Map<String, Integer> addresses(@Nullable String value, boolean replies) {
    Map<String, Integer> addresses = new LinkedHashMap<>();
    List<JsonNode> elements = JsonText.elements(value).orElse(null);
    if (elements == null) {
      Matcher matcher = IN_CUT_TEXT.matcher(value == null ? "" : value);
      while (matcher.find()) {
        if (matcher.group(1).equals("0") == replies) {
          addresses.put(matcher.group(2), 0);
        }
      }
      return addresses;
    }
    for (JsonNode element : elements) {
      if (element.isTextual()) {
        if (replies) {
          addresses.put(element.asText(), 0);
        }
      } else if (element.path("AddressType").asInt(REPLY) == REPLY == replies
          && element.hasNonNull("Address")) {
        addresses.put(
            element.path("Address").asText(), element.path("ReplyAddressClientType").asInt(0));
      }
    }
    return addresses;
  }

  private void identifiers(AuditEvent event, Target app, List<Observation> observations) {
    boolean principal = event.operation().equals("update service principal");
    Change change = first(event, IDENTIFIERS);
    if (change == null && principal) {
      change = first(event, PRINCIPAL_NAMES);
    }
    boolean joined = false;
    if (change == null && principal) {
      Change names = event.change("TargetId.ServicePrincipalNames").orElse(null);
      joined = true;
      change = names == null || names.oldValue() == null || names.newValue() == null ? null : names;
    }
    if (change == null) {
      return;
    }
    String appId = appId(app);
    Set<String> old = names(change.oldValue(), appId, joined);
    Set<String> now = names(change.newValue(), appId, joined);
    if (old.equals(now)) {
      return;
    }
    Set<String> added = new TreeSet<>(now);
    added.removeAll(old);
    String kind = old.isEmpty() ? "added" : now.isEmpty() ? "removed" : "modified";
    boolean ownDefault =
        !added.isEmpty() && added.stream().allMatch(uri -> uri.equals("api://" + appId));
    String what =
        kind.equals("removed") ? "removed " + String.join(", ", old) : String.join(", ", now);
    observations.add(
        new IdentifierUriChange(
            Basics.basis(
                context,
                event,
                List.of(app),
                List.of(new Evidence(change.property(), change.oldValue(), change.newValue())),
                "identifier|" + who(app),
                Map.of("what", what),
                null),
            kind,
            added.stream().anyMatch(this::foreign),
            added.stream().anyMatch(uri -> history.identifierOfAnother(uri, appId)),
            ownDefault));
  }

  private boolean foreign(String uri) {
    String host = Uris.host(uri);
    boolean web = uri.startsWith("https:") || uri.startsWith("http:");
    return web && (host == null || !context.domains().controlled(host));
  }

  /** Many records name no application id, and the application must not be compared with itself. */
  private @Nullable String appId(Target app) {
    if (app.appId() != null) {
      return app.appId();
    }
    ApplicationObject known = history.object(Redaction.known(app.id()));
    return known == null ? null : known.appId();
  }

  /** The application id, which application and service principal share. */
  private static String who(Target app) {
    return Basics.or(app.appId(), Basics.or(app.id(), ""));
  }

  private static @Nullable Change first(AuditEvent event, String[] properties) {
    for (String property : properties) {
      Change change = event.change(property).orElse(null);
      if (change != null) {
        return change;
      }
    }
    return null;
  }

  /** The application id itself is always among the names and is no identifier URI. */
  private static Set<String> names(@Nullable String value, @Nullable String appId, boolean joined) {
    Set<String> names = new TreeSet<>();
    List<String> texts =
        joined ? List.of((value == null ? "" : value).split(";")) : JsonText.texts(value);
    for (String text : texts) {
      String name = text.strip();
      if (!name.isEmpty() && !name.equalsIgnoreCase(appId) && !guid(name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean guid(String text) {
    return text.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  private void logout(
      AuditEvent event, Target app, @Nullable Change addresses, List<Observation> observations) {
    Change change = first(event, LOGOUT);
    Set<String> old = new TreeSet<>();
    Set<String> now = new TreeSet<>();
    if (change != null) {
      old.addAll(logoutUrls(change, change.oldValue()));
      now.addAll(logoutUrls(change, change.newValue()));
    }
    if (old.equals(now) && addresses != null) {
      change = null;
      old.clear();
      now.clear();
      old.addAll(addresses(addresses.oldValue(), false).keySet());
      now.addAll(addresses(addresses.newValue(), false).keySet());
    }
    String property = change != null ? change.property() : "AppAddress";
    LogoutUrlChange found =
        logout(
            old,
            now,
            (before, after, words) ->
                Basics.basis(
                    context,
                    event,
                    List.of(app),
                    List.of(new Evidence(property, before, after)),
                    "logout|" + who(app),
                    words,
                    null));
    if (found != null) {
      observations.add(found);
    }
  }

  /** Makes the basis of a change of the log-out URL, given it before and after. */
  private interface LogoutBasis {
    Basis of(@Nullable String before, String after, Map<String, String> words);
  }

  private @Nullable LogoutUrlChange logout(Set<String> old, Set<String> now, LogoutBasis basis) {
    old.removeIf(String::isBlank);
    now.removeIf(String::isBlank);
    if (old.equals(now)) {
      return null;
    }
    String kind = old.isEmpty() ? "added" : now.isEmpty() ? "removed" : "modified";
    Set<String> added = new TreeSet<>(now);
    added.removeAll(old);
    String before = old.isEmpty() ? null : String.join(" ", old);
    String after = String.join(" ", now);
    return new LogoutUrlChange(
        basis.of(before, after, Map.of("what", now.isEmpty() ? "it is blank now" : "now " + after)),
        kind,
        now.isEmpty(),
        added.stream().anyMatch(url -> host(url, context.domains()::notExisting)),
        added.stream().anyMatch(url -> !Uris.scheme(url).equals("https")),
        added.stream().anyMatch(this::foreignHost));
  }

  /** Compares the log-out URL with that of the reading before: no log of the change is known. */
  private void logoutSinceEarlier(
      ApplicationObject object, Target app, List<Observation> observations) {
    ApplicationObject earlier = history.earlierReading(object);
    if (earlier == null || earlier.logoutUrl() == null || object.logoutUrl() == null) {
      return;
    }
    LogoutUrlChange found =
        logout(
            new TreeSet<>(List.of(earlier.logoutUrl())),
            new TreeSet<>(List.of(object.logoutUrl())),
            (before, after, words) ->
                inventoryBasis(
                    object,
                    app,
                    new Evidence("logoutUrl", before, after),
                    "logout|" + object.objectId() + "|" + after,
                    words));
    if (found != null) {
      observations.add(found);
    }
  }

  private Basis inventoryBasis(
      ApplicationObject object,
      Target app,
      Evidence evidence,
      String key,
      Map<String, String> words) {
    return Basics.at(
        snapshotTime != null ? snapshotTime : object.created(),
        Basics.basis(
            context,
            object.header(),
            object.header().operation(),
            Actor.UNKNOWN,
            List.of(app),
            List.of(evidence),
            "inventory",
            key,
            words,
            null));
  }

  private boolean foreignHost(String url) {
    return !host(url, context.domains()::controlled) && !host(url, Uris::localhost);
  }

  private static boolean host(String url, java.util.function.Predicate<String> test) {
    String host = Uris.host(url);
    return host != null && test.test(host);
  }

  /** Of the settings of a web application only the members named after the log-out count. */
  private static List<String> logoutUrls(Change change, @Nullable String value) {
    List<String> urls = logoutUrls(value);
    if (change.property().equalsIgnoreCase("WebApp")) {
      urls.removeIf(url -> Uris.scheme(url).isEmpty());
    }
    return urls;
  }

  private static List<String> logoutUrls(@Nullable String value) {
    List<String> urls = new ArrayList<>();
    for (String text : JsonText.texts(value)) {
      if (!text.startsWith("{")) {
        urls.add(text);
        continue;
      }
      for (JsonNode node : JsonText.elements(text).orElse(List.of())) {
        for (Map.Entry<String, JsonNode> member : node.properties()) {
          if (member.getKey().toLowerCase(Locale.ROOT).contains("logout")
              && member.getValue().isTextual()) {
            urls.add(member.getValue().asText());
          }
        }
      }
    }
    return urls;
  }
}
