package dev.appwatch.pipeline;

import dev.appwatch.model.Finding;
import java.util.Comparator;

/**
 * What several records say about one finding.
 *
 * <p>Merging is commutative and associative. For that each statement remembers its origin: the
 * earliest origin wins, whichever arrived first.
 *
 * @param finding what is said
 * @param origin where the statements come from of which there can be one only, such as the actor
 * @param statements the evidence with the origin of each item, in the order of the origins
 * @param eventsLeftOut how many events are not listed; exact unless a record states a finding twice
 */
record Merged(Finding finding, Origin origin, Statements statements, long eventsLeftOut) {

  static final int MAX_EVENTS = 1_000;

  /** Among findings of the same origin any fixed order will do. */
  private static final Comparator<Merged> BY_ORIGIN =
      Comparator.comparing(Merged::origin).thenComparing(Merged::content);

  /** Returns what one finding says. */
  static Merged of(Finding finding) {
    EventUnion events = EventUnion.of(finding.events(), MAX_EVENTS);
    Origin origin = Origin.of(finding.time(), events.kept());
    Statements statements = Statements.of(finding.evidence(), origin);
    Verdict verdict = Verdict.of(finding);
    Finding tidy = with(finding, verdict, statements, events);
    return new Merged(tidy, origin, statements, events.leftOut());
  }

  /** Returns what both say. */
  Merged and(Merged other) {
    Merged lead = BY_ORIGIN.compare(this, other) <= 0 ? this : other;
    Verdict verdict = Verdict.of(finding).and(Verdict.of(other.finding));
    Statements united = statements.and(other.statements);
    EventUnion events = EventUnion.of(finding.events(), other.finding.events(), MAX_EVENTS);
    return new Merged(
        with(lead.finding, verdict, united, events),
        lead.origin,
        united,
        eventsLeftOut + other.eventsLeftOut + events.leftOut());
  }

  /** Returns the same with another verdict about the finding. */
  Merged with(Finding judged) {
    return new Merged(judged, origin, statements, eventsLeftOut);
  }

  private String content() {
    return String.join(
        "\n",
        finding.summary(),
        finding.actor().toString(),
        finding.targets().toString(),
        finding.rule(),
        finding.title(),
        String.valueOf(finding.tenant()),
        finding.group(),
        finding.attack().toString(),
        finding.pack());
  }

  private static Finding with(
      Finding lead, Verdict verdict, Statements statements, EventUnion events) {
    return new Finding(
        lead.id(),
        lead.rule(),
        lead.title(),
        verdict.risk(),
        verdict.disposition(),
        verdict.reasons(),
        lead.summary(),
        lead.tenant(),
        lead.time(),
        lead.actor(),
        lead.targets(),
        statements.evidence(),
        verdict.decision(),
        events.kept(),
        lead.group(),
        lead.attack(),
        lead.pack(),
        verdict.floor());
  }
}
