/**
 * Says why rules held or did not, and how well scenarios cover them. Asks the engine for every
 * condition through probes; judges nothing itself.
 */
@org.jspecify.annotations.NullMarked
package dev.appwatch.proof;
