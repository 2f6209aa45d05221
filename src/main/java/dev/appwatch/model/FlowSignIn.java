package dev.appwatch.model;

/**
 * A sign-in by an authentication flow that the table watches.
 *
 * @param basis what it rests on
 * @param flow {@code ropc} or {@code devicecode}
 * @param succeeded whether the sign-in succeeded
 * @param allowed whether application and account (and network) are listed for this flow
 * @param legacyClient whether only the user agent gives the flow away
 * @param unmanagedDevice whether the record says that the device is not managed, not compliant, or
 *     not known to the directory
 * @param foreignCountry whether expected countries are listed and this is none of them
 * @param brokerClient whether the client can register devices
 * @param sensitiveResource whether the token is for a resource that device-code-resources.csv lists
 * @param flowNotInUse whether the policy says that nobody needs the device code flow
 */
public record FlowSignIn(
    Basis basis,
    @OneOf({"ropc", "devicecode"}) String flow,
    boolean succeeded,
    boolean allowed,
    boolean legacyClient,
    boolean unmanagedDevice,
    boolean foreignCountry,
    boolean brokerClient,
    boolean sensitiveResource,
    boolean flowNotInUse)
    implements Observation {}
