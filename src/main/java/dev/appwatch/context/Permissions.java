package dev.appwatch.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the list of permissions says about a permission. */
public final class Permissions {

  private static final List<String> TIERS = List.of("none", "low", "medium", "high", "critical");

  private final Map<String, List<Permission>> byValue = new HashMap<>();
  private final Map<String, List<Permission>> byGuid = new HashMap<>();
  private final List<String> prefixes = new ArrayList<>();
  private final List<String> suffixes = new ArrayList<>();
  private final Set<String> baseScopes;
  private final Set<String> genericScopes;

  Permissions(Lists lists) {
    for (Map<String, String> row : lists.rows("privileged-permissions")) {
      Permission permission =
          new Permission(
              row.getOrDefault("value", ""),
              Lists.cell(row, "type"),
              Lists.cell(row, "api_app_id"),
              Lists.cell(row, "tier"),
              Lists.cell(row, "highly_privileged").equals("y"),
              Lists.cell(row, "user_consent_watch").equals("y"));
      String value = permission.value().toLowerCase(Locale.ROOT);
      byValue.computeIfAbsent(value, key -> new ArrayList<>()).add(permission);
      String guid = Lists.cell(row, "guid");
      if (!guid.isEmpty()) {
        byGuid.computeIfAbsent(guid, key -> new ArrayList<>()).add(permission);
      }
    }
    for (String pattern : lists.column("permission-patterns", "pattern")) {
      if (pattern.startsWith("*")) {
        suffixes.add(pattern.substring(1));
      } else if (pattern.endsWith("*")) {
        prefixes.add(pattern.substring(0, pattern.length() - 1));
      }
    }
    baseScopes = new HashSet<>(lists.column("base-scopes", "scope"));
    genericScopes = lists.column("generic-scopes", "scope");
  }

  /** Returns whether every scope is one that sign-in itself needs. */
  public boolean baseOnly(List<String> scopes) {
    return !scopes.isEmpty()
        && scopes.stream().allMatch(scope -> baseScopes.contains(scope.toLowerCase(Locale.ROOT)));
  }

  /**
   * Returns whether an application permission is highly privileged: by the patterns of the guide or
   * by the list.
   */
  public boolean privilegedAppRole(String value, @Nullable String apiAppId) {
    return matchesPattern(value)
        || find(value, "application", apiAppId).stream().anyMatch(Permission::highlyPrivileged);
  }

  /**
   * Returns whether a delegated permission is highly privileged: by the list, or by the patterns
   * where the list does not call it mild.
   */
  public boolean privilegedScope(String value, @Nullable String apiAppId) {
    List<Permission> listed = find(value, "delegated", apiAppId);
    if (listed.stream().anyMatch(Permission::highlyPrivileged)) {
      return true;
    }
    return matchesPattern(value) && listed.stream().noneMatch(p -> p.tier().equals("low"));
  }

  /**
   * Returns whether a delegated permission is highly privileged on some API, but has a name that
   * says nothing unless the API is known.
   */
  public boolean ambiguousScope(String value) {
    return generic(value)
        && listed(value, "delegated").stream().anyMatch(Permission::highlyPrivileged);
  }

  /** Returns whether a delegated permission is to be watched when a user consents. */
  public boolean watchedForUsers(String value) {
    return listed(value, "delegated").stream()
        .anyMatch(permission -> permission.userConsentWatch() || permission.highlyPrivileged());
  }

  /** Returns the highest tier of the values, {@code none} when nothing is listed. */
  public String tier(List<String> values, String type, @Nullable String apiAppId) {
    int highest = 0;
    for (String value : values) {
      for (Permission permission : find(value, type, apiAppId)) {
        highest = Math.max(highest, TIERS.indexOf(permission.tier()));
      }
    }
    return TIERS.get(highest);
  }

  /** Returns the permission with that id on that API, or on the one API that knows the id. */
  public @Nullable Permission withGuid(@Nullable String guid, String type, @Nullable String api) {
    List<Permission> candidates =
        guid == null ? List.of() : byGuid.getOrDefault(guid.toLowerCase(Locale.ROOT), List.of());
    List<Permission> typed = candidates.stream().filter(p -> p.type().equals(type)).toList();
    for (Permission permission : typed) {
      if (permission.apiAppId().equals(api)) {
        return permission;
      }
    }
    Set<String> apis = new HashSet<>();
    typed.forEach(permission -> apis.add(permission.apiAppId()));
    return api == null && apis.size() == 1 ? typed.get(0) : null;
  }

  private boolean matchesPattern(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return prefixes.stream().anyMatch(lower::startsWith)
        || suffixes.stream().anyMatch(lower::endsWith);
  }

  private boolean generic(String value) {
    return genericScopes.contains(value.toLowerCase(Locale.ROOT));
  }

  private List<Permission> listed(String value, String type) {
    return byValue.getOrDefault(value.toLowerCase(Locale.ROOT), List.of()).stream()
        .filter(permission -> permission.type().equals(type))
        .toList();
  }

  /** A name means the same on every API, so others' entries serve; not so a generic one. */
  private List<Permission> find(String value, String type, @Nullable String apiAppId) {
    List<Permission> sameType = listed(value, type);
    List<Permission> sameApi =
        sameType.stream().filter(permission -> permission.apiAppId().equals(apiAppId)).toList();
    return sameApi.isEmpty() && !generic(value) ? sameType : sameApi;
  }

  /**
   * One listed permission.
   *
   * @param value for example {@code Mail.Read}
   * @param type {@code application} or {@code delegated}
   * @param apiAppId application id of the API that defines it
   * @param tier {@code critical}, {@code high}, {@code medium} or {@code low}
   * @param highlyPrivileged whether the list calls it highly privileged
   * @param userConsentWatch whether it is of interest when a user consents
   */
  public record Permission(
      String value,
      String type,
      String apiAppId,
      String tier,
      boolean highlyPrivileged,
      boolean userConsentWatch) {}
}
