package dev.appwatch.model;

import java.util.Set;

/**
 * A principal was given an Entra role or an Azure role.
 *
 * @param basis what it rests on
 * @param principalType {@code ServicePrincipal}, {@code User}, {@code Group}, {@code other}; {@code
 *     untyped} when only its id is known, {@code unknown} when nothing is
 * @param tier {@code high} for a highly privileged role, else {@code medium}
 * @param azure whether it is an Azure role rather than an Entra role
 * @param eligible whether the principal must still activate it
 * @param timeBound whether it ends by itself
 * @param canceled whether it was only requested, and the request was canceled
 * @param scoped whether it holds for less than the whole directory or subscription
 * @param rootScope whether it holds for everything below the root management group
 * @param conflicting whether name and id of the role disagree
 * @param roles every id and name that the record gives the role, in lower case
 */
public record RoleAssignment(
    Basis basis,
    @OneOf({"ServicePrincipal", "User", "Group", "other", "untyped", "unknown"})
        String principalType,
    @OneOf({"high", "medium"}) String tier,
    boolean azure,
    boolean eligible,
    boolean timeBound,
    boolean canceled,
    boolean scoped,
    boolean rootScope,
    boolean conflicting,
    @Catalogued("roles") Set<String> roles)
    implements Observation {

  public RoleAssignment {
    roles = Set.copyOf(roles);
  }
}
