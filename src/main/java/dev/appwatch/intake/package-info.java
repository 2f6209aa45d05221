/**
 * Takes deliveries from any source to durable findings, for as long as a service runs.
 *
 * <p>When {@link Intake} returns, the delivery may be acknowledged.
 */
@NullMarked
package dev.appwatch.intake;

import org.jspecify.annotations.NullMarked;
