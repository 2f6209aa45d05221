package dev.appwatch.model;

/**
 * A change feed as old as it is at the time of the latest event.
 *
 * @param basis what it rests on
 * @param feed name of the feed
 * @param stale whether it is too old to prove that anything is approved
 */
public record ChangeFeedAge(Basis basis, String feed, boolean stale) implements Observation {}
