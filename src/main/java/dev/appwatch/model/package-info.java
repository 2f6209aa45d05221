/**
 * The words of the domain: raw records and their positions, events, observations, findings.
 *
 * <p>Everything here is an immutable value. Nothing here reads files, knows the rule engine, a JSON
 * library or asks for the time, so every other package may depend on this one and this one on none.
 */
@NullMarked
package dev.appwatch.model;

import org.jspecify.annotations.NullMarked;
