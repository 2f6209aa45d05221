package dev.appwatch.ingest;

/**
 * A stretch of a source that holds no whole record.
 *
 * @param offset where it starts in the source
 * @param bytes its bytes, cut at the record limit
 * @param length how long it is, counted in bytes of UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Damage(long offset, byte[] bytes, long length) {}
