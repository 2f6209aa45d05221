package dev.appwatch;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Risk;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.List;

/** Says what is different about a finding. */
public final class FindingBuilder {

  private final Finding origin = Findings.complete();
  private String id = origin.id();
  private String rule = origin.rule();
  private String group = origin.group();
  private String summary = origin.summary();
  private Risk risk = origin.risk();
  private Disposition disposition = origin.disposition();
  private Instant time = origin.time();
  private Actor actor = origin.actor();
  private Decision decision = origin.decision();
  private List<String> reasons = origin.reasons();
  private List<Target> targets = origin.targets();
  private List<Evidence> evidence = origin.evidence();
  private List<EventRef> events = origin.events();

  public FindingBuilder id(String value) {
    id = value;
    return this;
  }

  public FindingBuilder rule(String value) {
    rule = value;
    return this;
  }

  public FindingBuilder group(String value) {
    group = value;
    return this;
  }

  public FindingBuilder summary(String value) {
    summary = value;
    return this;
  }

  public FindingBuilder risk(Risk value) {
    risk = value;
    return this;
  }

  public FindingBuilder disposition(Disposition value) {
    disposition = value;
    return this;
  }

  public FindingBuilder time(String value) {
    time = Instant.parse(value);
    return this;
  }

  public FindingBuilder actor(Actor value) {
    actor = value;
    return this;
  }

  public FindingBuilder decision(Decision value) {
    decision = value;
    return this;
  }

  public FindingBuilder reasons(String... value) {
    reasons = List.of(value);
    return this;
  }

  public FindingBuilder targets(Target... value) {
    targets = List.of(value);
    return this;
  }

  public FindingBuilder evidence(Evidence... value) {
    evidence = List.of(value);
    return this;
  }

  public FindingBuilder events(List<EventRef> value) {
    events = List.copyOf(value);
    return this;
  }

  /** Rests the finding on one record. */
  public FindingBuilder event(String source, long record) {
    return events(List.of(new EventRef("e-" + record, "c-1", "Update", source, record)));
  }

  public Finding build() {
    return new Finding(
        id,
        rule,
        origin.title(),
        risk,
        disposition,
        reasons,
        summary,
        origin.tenant(),
        time,
        actor,
        targets,
        evidence,
        decision,
        events,
        group,
        origin.attack(),
        origin.pack(),
        List.of());
  }
}
