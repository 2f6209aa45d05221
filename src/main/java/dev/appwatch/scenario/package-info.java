/**
 * From a scenario file to the difference between what was expected and what was raised.
 *
 * <p>Enters where raw records enter, so that mapping is covered too.
 */
@NullMarked
package dev.appwatch.scenario;

import org.jspecify.annotations.NullMarked;
