/**
 * The Camel component {@code appwatch-eventhubs}: Event Hubs over AMQP.
 *
 * <p>Azure's own client reads and shares partitions; here is only what hands events to a route, and
 * moves a checkpoint once what they led to is on disk.
 */
@NullMarked
package dev.appwatch.routes.eventhubs;

import org.jspecify.annotations.NullMarked;
