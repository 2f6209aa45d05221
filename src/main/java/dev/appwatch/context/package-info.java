/**
 * Reference lists, calendars and limits of a policy pack, as facts that rules can rely on.
 *
 * <p>Reads the pack's files; does not know the rule engine.
 */
@NullMarked
package dev.appwatch.context;

import org.jspecify.annotations.NullMarked;
