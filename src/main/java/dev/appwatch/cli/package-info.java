/**
 * The command line: wiring, options and exit codes.
 *
 * <p>The composition root, and the only package that may read the system clock.
 */
@NullMarked
package dev.appwatch.cli;

import org.jspecify.annotations.NullMarked;
