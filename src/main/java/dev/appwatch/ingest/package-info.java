/**
 * From the bytes of any source and framing to raw records with their positions.
 *
 * <p>Knows JSON, CSV, gzip and encodings; does not know what a record means.
 */
@NullMarked
package dev.appwatch.ingest;

import org.jspecify.annotations.NullMarked;
