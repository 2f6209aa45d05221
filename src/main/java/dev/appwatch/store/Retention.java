package dev.appwatch.store;

import java.time.Duration;

/**
 * How long things are kept. Records in quarantine that nobody judged are kept for ever.
 *
 * @param findings findings and their decisions, once every sink has them
 * @param sources positions of finished sources: one that comes again later is judged again
 * @param recent records that may tell something about others
 */
public record Retention(Duration findings, Duration sources, Duration recent) {}
