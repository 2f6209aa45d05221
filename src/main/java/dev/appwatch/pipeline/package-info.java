/**
 * From a raw record to an outcome: normalise, evaluate, merge, count.
 *
 * <p>Has no threads and no input or output of its own but evidence bundles and temporary files.
 */
@NullMarked
package dev.appwatch.pipeline;

import org.jspecify.annotations.NullMarked;
