package dev.appwatch.context;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the lists of a pack say, ready to be asked. Safe to share between threads.
 *
 * @param lists the lists themselves
 * @param apis the APIs that hold sensitive data
 * @param permissions the listed permissions
 * @param roles the listed roles
 * @param domains the tenant's domains and recorded DNS facts
 * @param names names that are suspicious
 * @param accounts accounts that are privileged, or automation
 * @param knownNetworks networks that vaults are used from
 * @param usualTypes types of credentials in use, with their usage
 * @param applications what is listed about applications, by their ids
 */
record Reference(
    Lists lists,
    Apis apis,
    Permissions permissions,
    Roles roles,
    Domains domains,
    Names names,
    Accounts accounts,
    Networks knownNetworks,
    Set<String> usualTypes,
    Map<String, Map<String, String>> applications) {

  static Reference of(Lists lists) {
    Set<String> usualTypes = new HashSet<>();
    for (Map<String, String> row : lists.rows("credential-types")) {
      usualTypes.add(Lists.cell(row, "key_type") + "/" + Lists.cell(row, "key_usage"));
    }
    Map<String, Map<String, String>> applications = new HashMap<>();
    for (Map<String, String> row : lists.rows("applications")) {
      applications.put(Lists.cell(row, "app_id"), row);
      applications.put(Lists.cell(row, "object_id"), row);
    }
    Roles roles = new Roles(lists);
    return new Reference(
        lists,
        new Apis(lists),
        new Permissions(lists),
        roles,
        new Domains(lists),
        new Names(lists),
        new Accounts(lists, roles),
        new Networks(lists.column("known-networks", "network")),
        Set.copyOf(usualTypes),
        Map.copyOf(applications));
  }
}
