/**
 * From a policy pack folder to a checked, compiled rule book, or every problem at once.
 *
 * <p>One of the two packages that may name the rule engine; does not judge events.
 */
@NullMarked
package dev.appwatch.rules;

import org.jspecify.annotations.NullMarked;
