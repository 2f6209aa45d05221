package dev.appwatch.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential of an application object, without its secret.
 *
 * @param keyId id of the credential
 * @param kind {@code password}, {@code symmetric}, {@code asymmetric} or {@code saml}
 * @param name display name or hint-free label
 * @param start when it becomes valid
 * @param end when it expires, null when it never does
 */
public record Credential(
    @Nullable String keyId,
    String kind,
    @Nullable String name,
    @Nullable Instant start,
    @Nullable Instant end) {}
