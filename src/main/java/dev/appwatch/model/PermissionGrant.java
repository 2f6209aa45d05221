package dev.appwatch.model;

import java.util.List;

/**
 * An application got a permission on an API.
 *
 * @param basis what it rests on
 * @param appRole whether it is an application permission
 * @param delegated whether it is a delegated permission
 * @param apiClass {@code core}, {@code extended}, {@code other} or {@code unknown}
 * @param highlyPrivileged whether a permission that was added is highly privileged
 * @param tier highest tier among the added: {@code critical}, {@code high}, {@code medium}, {@code
 *     low} or {@code none}
 * @param permissionUnknown whether the record does not name the permission
 * @param baseScopesOnly whether only sign-in scopes such as {@code openid} were added
 * @param allPrincipals whether it holds for all users of the tenant
 * @param byUser whether a person granted it
 * @param bySameApp whether an application granted it to itself
 * @param permissions what was granted, as the record or the lists name it
 */
public record PermissionGrant(
    Basis basis,
    boolean appRole,
    boolean delegated,
    @OneOf({"core", "extended", "other", "unknown"}) String apiClass,
    boolean highlyPrivileged,
    @OneOf({"critical", "high", "medium", "low", "none"}) String tier,
    boolean permissionUnknown,
    boolean baseScopesOnly,
    boolean allPrincipals,
    boolean byUser,
    boolean bySameApp,
    @Catalogued("permissions") List<String> permissions)
    implements Observation {

  public PermissionGrant {
    permissions = List.copyOf(permissions);
  }
}
