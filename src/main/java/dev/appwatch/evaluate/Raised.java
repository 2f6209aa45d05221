package dev.appwatch.evaluate;

import dev.appwatch.model.Basis;
import dev.appwatch.rules.Clause;

/** A rule that holds for an observation. */
record Raised(Clause clause, Basis basis) {}
