/**
 * From a raw record in any of the vendor's shapes to one event, or a rejection with its reason.
 *
 * <p>Knows the shapes of the logs; does not know lists, calendars or rules.
 */
@NullMarked
package dev.appwatch.normalise;

import org.jspecify.annotations.NullMarked;
