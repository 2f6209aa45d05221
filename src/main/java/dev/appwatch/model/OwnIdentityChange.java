package dev.appwatch.model;

/**
 * Something was added to this program's own service principal or application.
 *
 * @param basis what it rests on
 * @param kind what was added: {@code credential}, {@code owner} or {@code role}
 */
public record OwnIdentityChange(Basis basis, @OneOf({"credential", "owner", "role"}) String kind)
    implements Observation {}
