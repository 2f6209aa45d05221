/**
 * From an event, a rule book and the facts to findings, each decided.
 *
 * <p>One of the two packages that may name the rule engine; never asks for the time or the network.
 */
@NullMarked
package dev.appwatch.evaluate;

import org.jspecify.annotations.NullMarked;
