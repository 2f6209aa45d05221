package dev.appwatch.evaluate;

import dev.appwatch.model.Basis;
import dev.appwatch.rules.Clause;
import java.util.Set;

/**
 * A rule that holds for an observation.
 *
 * @param clause what the rule contributes
 * @param basis what the observation rests on
 * @param floor why no approval may cover it
 */
record Raised(Clause clause, Basis basis, Set<String> floor) {}
