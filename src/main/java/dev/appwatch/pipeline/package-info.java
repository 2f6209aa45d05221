/**
 * From a raw record to an outcome: normalise, evaluate, merge, count.
 *
 * <p>Has no threads and no input or output of its own.
 */
@NullMarked
package dev.appwatch.pipeline;

import org.jspecify.annotations.NullMarked;
