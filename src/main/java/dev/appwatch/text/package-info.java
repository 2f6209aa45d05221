/**
 * What people and logs wrote and may have meant, in words and lists, and digests of it. Knows
 * nothing else of the program.
 */
@org.jspecify.annotations.NullMarked
package dev.appwatch.text;
