package dev.appwatch.context;

import dev.appwatch.model.Target;
import dev.appwatch.text.Redaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells which API a grant is for, from whatever names its record carries. */
public final class Apis {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private final Map<String, Api> byAppId = new HashMap<>();
  private final Map<String, Api> byName = new HashMap<>();
  private final Map<String, Api> byToken = new LinkedHashMap<>();
  private final Map<String, Api> byHostSuffix = new LinkedHashMap<>();

  Apis(Lists lists) {
    for (Map<String, String> row : lists.rows("sensitive-apis")) {
      String appId = Lists.cell(row, "app_id");
      Api api = new Api(appId, row.getOrDefault("name", ""), Lists.cell(row, "class"));
      byAppId.put(appId, api);
      byName.put(api.name().toLowerCase(Locale.ROOT), api);
      for (String alias : parts(row.getOrDefault("aliases", ""))) {
        byName.putIfAbsent(alias, api);
      }
      for (String token : parts(row.getOrDefault("known_service_principal_names", ""))) {
        addToken(token, api);
      }
    }
  }

  private void addToken(String token, Api api) {
    int wildcard = token.indexOf("/*.");
    if (wildcard >= 0) {
      byHostSuffix.putIfAbsent(token.substring(wildcard + 2), api);
      return;
    }
    String plain = withoutSlash(token);
    if (!GUID.matcher(plain).matches()) {
      byToken.putIfAbsent(plain, api);
    }
  }

  private static List<String> parts(String cell) {
    List<String> parts = new ArrayList<>();
    for (String part : cell.split(";")) {
      String plain = part.replace("(guess)", "").strip().toLowerCase(Locale.ROOT);
      int note = plain.indexOf(" (");
      plain = note > 0 ? plain.substring(0, note) : plain;
      if (!plain.isEmpty()) {
        parts.add(plain);
      }
    }
    return parts;
  }

  /**
   * Resolves the API of a grant: by application id, then by service principal names, then by the
   * name of the target. A name alone counts only when no id says otherwise, because a tenant can
   * call its own application anything; that can raise the class, never lower it.
   *
   * @param target the API as the record names it
   * @param names service principal names, joined by semicolons; null when the shape loses them
   */
  public Api resolve(@Nullable Target target, @Nullable String names) {
    Set<String> foreignIds = new HashSet<>();
    String targetAppId = target == null ? null : target.appId();
    if (targetAppId != null) {
      Api known = byAppId.get(targetAppId);
      if (known != null) {
        return known;
      }
      addForeign(foreignIds, targetAppId);
    }
    Api byNames = fromTokens(names, foreignIds);
    if (byNames != null) {
      return byNames;
    }
    String label = target == null || target.name() == null ? "" : target.name();
    if (!foreignIds.isEmpty()) {
      return new Api(foreignIds.iterator().next(), label, "other");
    }
    Api byLabel = byName.get(label.strip().toLowerCase(Locale.ROOT));
    if (byLabel != null) {
      return byLabel;
    }
    boolean named = names != null && !names.isBlank();
    return new Api(null, label, named ? "other" : "unknown");
  }

  /** An id that was redacted says of no API that it is another one. */
  private static void addForeign(Set<String> foreignIds, String id) {
    if (Redaction.known(id) != null) {
      foreignIds.add(id);
    }
  }

  private @Nullable Api fromTokens(@Nullable String names, Set<String> foreignIds) {
    if (names == null) {
      return null;
    }
    Api found = null;
    for (String raw : names.toLowerCase(Locale.ROOT).split(";")) {
      String token = withoutSlash(raw.strip());
      int slash = token.indexOf('/');
      String head = slash > 0 ? token.substring(0, slash) : token;
      if (GUID.matcher(head).matches()) {
        Api known = byAppId.get(head);
        if (known != null) {
          return known;
        }
        addForeign(foreignIds, head);
      } else if (found == null) {
        found = byAlias(token);
      }
    }
    return found;
  }

  private @Nullable Api byAlias(String token) {
    String plain = token.replace(":443", "");
    Api api = byToken.get(plain);
    if (api != null) {
      return api;
    }
    for (Map.Entry<String, Api> suffix : byHostSuffix.entrySet()) {
      if (plain.endsWith(suffix.getKey())) {
        return suffix.getValue();
      }
    }
    return null;
  }

  private static String withoutSlash(String token) {
    return token.endsWith("/") ? token.substring(0, token.length() - 1) : token;
  }

  /** Returns the API of that application id, or null. */
  public @Nullable Api withAppId(@Nullable String appId) {
    return appId == null ? null : byAppId.get(appId);
  }

  /**
   * An API that permissions are granted on.
   *
   * @param appId application id, null when unknown
   * @param name display name
   * @param kind {@code core}, {@code extended}, {@code other} or {@code unknown}
   */
  public record Api(@Nullable String appId, String name, String kind) {

    /** Returns whether it holds sensitive data. */
    public boolean sensitive() {
      return kind.equals("core") || kind.equals("extended");
    }
  }
}
