/**
 * From findings and quarantined records to text, JSON lines and files.
 *
 * <p>Writes; decides nothing.
 */
@NullMarked
package dev.appwatch.report;

import org.jspecify.annotations.NullMarked;
