package dev.appwatch.model;

import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who may approve, by the policy of the tenant.
 *
 * @param ids their ids or names, as change feeds write them
 */
public record Approvers(Set<String> ids) {

  public Approvers {
    ids = ids.stream().map(Scope::normal).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether somebody may approve; nobody is somebody who may not. */
  public boolean list(@Nullable String approver) {
    return approver != null && ids.contains(Scope.normal(approver));
  }
}
