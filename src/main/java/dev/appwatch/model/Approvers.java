package dev.appwatch.model;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who may approve, by the policy of the tenant.
 *
 * @param ids their ids or names, as change feeds write them
 */
public record Approvers(Set<String> ids) {

  public Approvers {
    ids = ids.stream().map(Scope::normal).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether somebody may approve. */
  public boolean list(String approver) {
    return ids.contains(Scope.normal(approver));
  }
}
