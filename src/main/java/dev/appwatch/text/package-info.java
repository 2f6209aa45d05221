/**
 * What people and logs wrote and may have meant, and digests of it. Knows nothing else of the
 * program.
 */
@org.jspecify.annotations.NullMarked
package dev.appwatch.text;
