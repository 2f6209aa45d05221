package dev.appwatch.model;

/**
 * A redirect URI that was added to an application, or that the inventory shows.
 *
 * @param basis what it rests on
 * @param added whether it was added, as against found in the inventory
 * @param notHttps whether the scheme is not https, exceptions of the platform left out
 * @param localhost whether the host is the local machine
 * @param wildcard whether the host holds an asterisk or the URI ends with one
 * @param wildcardInPath whether an asterisk is elsewhere in the path
 * @param notUnique whether another application has the same URI
 * @param foreignDomain whether the domain is neither owned nor approved
 * @param ipAddress whether the host is an address
 * @param lookAlike whether the host is an internationalised name
 * @param dangling whether recorded DNS facts show that somebody else could take the host
 * @param dnsUnknown whether nothing is recorded about the host
 * @param anyAdditionAlerts whether the policy wants an alert for every addition
 */
public record RedirectUri(
    Basis basis,
    boolean added,
    boolean notHttps,
    boolean localhost,
    boolean wildcard,
    boolean wildcardInPath,
    boolean notUnique,
    boolean foreignDomain,
    boolean ipAddress,
    boolean lookAlike,
    boolean dangling,
    boolean dnsUnknown,
    boolean anyAdditionAlerts)
    implements Observation {}
