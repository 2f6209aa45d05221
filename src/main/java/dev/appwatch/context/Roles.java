package dev.appwatch.context;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the list of roles says about a role. */
public final class Roles {

  private final Map<String, Role> byId = new HashMap<>();
  private final Map<String, Role> byName = new HashMap<>();

  Roles(Lists lists) {
    for (Map<String, String> row : lists.rows("privileged-roles")) {
      Role role =
          new Role(
              row.getOrDefault("name", ""),
              Lists.cell(row, "template_id"),
              Lists.cell(row, "tier"));
      byId.put(role.templateId(), role);
      String scope = Lists.cell(row, "scope");
      byName.put(scope + "/" + role.name().toLowerCase(Locale.ROOT), role);
      for (String alias : row.getOrDefault("aliases", "").split(";")) {
        String plain = alias.replaceAll("\\(.*?\\)", "").strip().toLowerCase(Locale.ROOT);
        if (!plain.isEmpty()) {
          byName.putIfAbsent(scope + "/" + plain, role);
        }
      }
    }
  }

  /** Returns the role with that template or definition id, or null when it is not listed. */
  public @Nullable Role withId(@Nullable String id) {
    return id == null ? null : byId.get(id.toLowerCase(Locale.ROOT));
  }

  /** Returns the role of that name or alias in {@code entra} or {@code azure}, or null. */
  public @Nullable Role withName(@Nullable String name, String scope) {
    return name == null ? null : byName.get(scope + "/" + name.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * One listed role.
   *
   * @param name its name
   * @param templateId its template id (Entra) or definition id (Azure)
   * @param tier {@code high} or {@code medium}
   */
  public record Role(String name, String templateId, String tier) {

    /** Returns whether it is highly privileged. */
    public boolean high() {
      return tier.equals("high");
    }
  }
}
