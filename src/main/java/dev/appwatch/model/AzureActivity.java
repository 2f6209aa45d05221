package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * An operation of the Azure control plane.
 *
 * @param header what every event has
 * @param operation for example {@code microsoft.authorization/roleassignments/write}, lower case
 * @param succeeded whether this is the record of the final success, not of the start
 * @param actor who called
 * @param resource resource id in lower case
 * @param roleDefinition guid of the granted role, for a role assignment
 * @param principalId object id of the principal that gets the role
 * @param principalType {@code User}, {@code Group} or {@code ServicePrincipal} as the answer or
 *     else the request names it; null when neither names one of them
 * @param scope where the role holds, in lower case
 */
public record AzureActivity(
    EventHeader header,
    @Catalogued("operations") String operation,
    boolean succeeded,
    Actor actor,
    String resource,
    @Nullable String roleDefinition,
    @Nullable String principalId,
    @Nullable String principalType,
    @Nullable String scope)
    implements Event {}
