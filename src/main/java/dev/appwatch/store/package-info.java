/**
 * Keeps what was found and what could not be judged, durably: SQLite, or PostgreSQL where one is
 * named.
 *
 * <p>What one delivery led to is written in one transaction, so a source may be told that it was
 * received once {@link Store#commit} returned.
 */
@NullMarked
package dev.appwatch.store;

import org.jspecify.annotations.NullMarked;
