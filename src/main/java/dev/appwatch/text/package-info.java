/** What people wrote and what they may have meant. Knows nothing else of the program. */
@org.jspecify.annotations.NullMarked
package dev.appwatch.text;
