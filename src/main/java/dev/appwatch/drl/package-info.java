/**
 * Reads a rule file into a tree with exact places and checks it against what rules may say. Nothing
 * here compiles or runs a rule, and nothing that it refused is ever handed on. Knows the words of
 * the model, and neither Drools nor how rules are evaluated.
 */
@org.jspecify.annotations.NullMarked
package dev.appwatch.drl;
