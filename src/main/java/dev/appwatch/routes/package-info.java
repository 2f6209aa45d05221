/**
 * The Camel side: the component {@code appwatch}, the HTTP server, and the routes of a folder.
 *
 * <p>Nothing here judges; routes hand deliveries to the intake and take findings from the store.
 */
@NullMarked
package dev.appwatch.routes;

import org.jspecify.annotations.NullMarked;
