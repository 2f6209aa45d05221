package dev.appwatch.model;

import org.jspecify.annotations.Nullable;

/**
 * A user or workload proving who it is.
 *
 * @param header what every event has
 * @param protocol {@code authenticationProtocol} in lower case without blanks, for example {@code
 *     ropc} or {@code devicecode}; empty when the shape does not carry it
 * @param transferMethod {@code originalTransferMethod}, written likewise
 * @param succeeded whether the error code is 0
 * @param errorCode the error code as text
 * @param actor the user (or service principal) and its address
 * @param app the client application
 * @param resource the API the token is for
 * @param country two-letter code of the location, null when unknown
 * @param unmanagedDevice whether the record says that the device is not managed, not compliant, or
 *     not known to the directory
 * @param userAgent as the client gave it
 */
public record SignIn(
    EventHeader header,
    String protocol,
    String transferMethod,
    boolean succeeded,
    String errorCode,
    Actor actor,
    Target app,
    Target resource,
    @Nullable String country,
    boolean unmanagedDevice,
    @Nullable String userAgent)
    implements Event {}
