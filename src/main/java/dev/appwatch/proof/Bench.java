package dev.appwatch.proof;

import dev.appwatch.rules.ProbeBook;
import org.kie.api.KieBase;

/**
 * What one thread needs to judge scenarios.
 *
 * @param rules the compiled rules
 * @param probes the compiled conditions
 * @param asked what each rule asks
 */
record Bench(KieBase rules, ProbeBook probes, Asked asked) {}
