package dev.appwatch.pipeline;

import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Target;
import org.jspecify.annotations.Nullable;

/** Estimates, on the high side, how many bytes of memory a finding takes. */
final class Weight {

  private static final int ENTRY = 400;
  private static final int OBJECT = 56;

  private Weight() {}

  /** Returns the weight of what is its own; what findings share, such as titles, counts nothing. */
  static long of(String key, Merged merged) {
    Finding finding = merged.finding();
    long weight = ENTRY + text(key) + text(finding.id()) + text(finding.summary());
    weight += text(finding.group()) + text(finding.actor().id()) + text(finding.actor().name());
    for (Target target : finding.targets()) {
      weight += OBJECT + text(target.id()) + text(target.appId()) + text(target.name());
    }
    for (Evidence evidence : finding.evidence()) {
      weight += 2 * OBJECT + text(evidence.oldValue()) + text(evidence.newValue());
    }
    for (EventRef event : finding.events()) {
      weight += OBJECT + text(event.id()) + text(event.correlationId());
    }
    return weight;
  }

  private static long text(@Nullable String text) {
    return text == null ? 0 : OBJECT + 2L * text.length();
  }
}
