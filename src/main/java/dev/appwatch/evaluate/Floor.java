package dev.appwatch.evaluate;

import dev.appwatch.context.Policy;
import dev.appwatch.model.Consent;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.model.PermissionGrant;
import dev.appwatch.model.RoleAssignment;
import dev.appwatch.model.Scope;
import dev.appwatch.model.Target;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What no approval may ever cover. The list is built in, so that no pack can shorten it; a policy
 * may add to it. What a record does not tell counts as being on it.
 */
final class Floor {

  /** Rows about this program itself begin like this. */
  private static final String OWN_ROWS = "appwatch-";

  private static final Set<String> ROWS = Set.of("consent-block-01");
  private static final Set<String> ROLES =
      Set.of(
          "62e90394-69f5-4237-9190-012177145e10",
          "global administrator",
          "company administrator",
          "tenantadmins",
          "e8611ab8-c189-46e8-94e1-60213ab1f814",
          "privileged role administrator",
          "privilegedroleadmins");
  private static final String FOR_ALL_USERS = ".readwrite.all";
  private static final Set<String> PERMISSIONS =
      Set.of("rolemanagement.*", "approleassignment.readwrite.all");

  private final Policy.Floor more;
  private final Set<String> own;

  /**
   * Makes a floor.
   *
   * @param more what a policy adds
   * @param own ids of this program's own service principal
   */
  Floor(Policy.Floor more, Set<String> own) {
    this.more = more;
    this.own = own;
  }

  /** Returns whether a row is about this program itself. */
  static boolean ownRow(String row) {
    return Scope.normal(row).startsWith(OWN_ROWS);
  }

  /** Returns why an observation is on the floor, by what was given. */
  Set<String> of(Observation observation) {
    Set<String> codes = new TreeSet<>();
    if (observation instanceof RoleAssignment assignment && role(assignment)) {
      codes.add("role");
    } else if (observation instanceof PermissionGrant grant
        && (grant.permissionUnknown() || permission(grant.permissions(), grant.allPrincipals()))) {
      codes.add("permission");
    } else if (observation instanceof Consent consent
        && permission(consent.permissions(), consent.onBehalfOfAll())) {
      codes.add("permission");
    }
    return codes;
  }

  /** Returns why a finding is on the floor, by its row and by whom it is about. */
  Set<String> of(Finding finding) {
    Set<String> codes = new TreeSet<>();
    String row = Scope.normal(finding.rule());
    if (ownRow(row) || ROWS.contains(row) || more.rows().contains(row)) {
      codes.add("row");
    }
    if (own(finding.actor().id()) || own(finding.actor().appId())) {
      codes.add("identity");
    }
    for (Target target : finding.targets()) {
      if (own(target.id()) || own(target.appId())) {
        codes.add("identity");
      }
    }
    return codes;
  }

  private boolean own(@Nullable String id) {
    if (id == null || (more.apps().isEmpty() && own.isEmpty())) {
      return false;
    }
    String plain = Scope.normal(id);
    return more.apps().contains(plain) || own.contains(plain);
  }

  private boolean role(RoleAssignment assignment) {
    if (assignment.roles().isEmpty()) {
      return !assignment.azure(); // Azure has no role that is on the floor
    }
    return assignment.roles().stream()
        .map(Scope::normal)
        .anyMatch(role -> ROLES.contains(role) || more.roles().contains(role));
  }

  private boolean permission(Collection<String> permissions, boolean allPrincipals) {
    for (String permission : permissions) {
      String name = Scope.normal(permission);
      if ((allPrincipals && name.endsWith(FOR_ALL_USERS))
          || listed(PERMISSIONS, name)
          || listed(more.permissions(), name)) {
        return true;
      }
    }
    return false;
  }

  private static boolean listed(Set<String> patterns, String name) {
    for (String pattern : patterns) {
      if (pattern.endsWith("*")
          ? name.startsWith(pattern.substring(0, pattern.length() - 1))
          : name.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
