package dev.appwatch.report;

import dev.appwatch.model.Actor;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.EventRef;
import dev.appwatch.model.Evidence;
import dev.appwatch.model.Finding;
import dev.appwatch.model.RuleCard;
import dev.appwatch.model.Target;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Puts findings into lines that an analyst can read from top to bottom. */
final class FindingText {

  private static final int NAME = 48;
  private static final int TITLE = 100;
  private static final int SENTENCES = 600;
  private static final int VALUE = 60;
  private static final int SHOWN = 5;
  private static final int EVIDENCE_SHOWN = 12;

  private final Map<String, RuleCard> cardsById;
  private final Paint paint;

  FindingText(List<RuleCard> cards, Paint paint) {
    this.cardsById =
        cards.stream().collect(Collectors.toMap(RuleCard::id, Function.identity(), (a, b) -> a));
    this.paint = paint;
  }

  /** Returns what stands above the findings of one action. */
  List<String> heading(Incident incident) {
    String risk = incident.risk().word().toUpperCase(Locale.ROOT);
    String count = Integer.toString(incident.findings().size());
    return List.of(
        "%s  %s  %s → %s  (%s)"
            .formatted(
                paint.risk(incident.risk(), risk),
                span(incident.first(), incident.last()),
                paint.bold(some(incident.actors())),
                paint.bold(incident.applications().isEmpty() ? "-" : some(incident.applications())),
                incident.complete()
                    ? count + (incident.findings().size() == 1 ? " finding" : " findings")
                    : count + " findings and more, times of the first ones"),
        "");
  }

  /** Returns the lines of one finding, with the advice of its rule if asked. */
  List<String> lines(Finding finding, boolean advice) {
    Block lines = new Block();
    lines.line(
        "  %s  %s  %s%s"
            .formatted(
                paint.risk(finding.risk(), "%-6s".formatted(finding.risk().word())),
                SafeText.of(finding.rule(), NAME),
                paint.bold(SafeText.of(finding.title(), TITLE)),
                finding.disposition() == Disposition.ALERT
                    ? ""
                    : "  [" + finding.disposition().word() + "]"));
    lines.add("who", who(finding.actor()) + ", " + finding.time());
    finding.targets().stream().limit(SHOWN).forEach(target -> lines.add("what", what(target)));
    lines.more(finding.targets().size() - SHOWN);
    lines.add("summary", SafeText.of(finding.summary(), SENTENCES));
    finding.evidence().stream()
        .limit(EVIDENCE_SHOWN)
        .forEach(evidence -> lines.add("changed", changed(evidence)));
    lines.more(finding.evidence().size() - EVIDENCE_SHOWN);
    if (!finding.reasons().isEmpty()) {
      lines.add("reasons", SafeText.of(String.join(", ", finding.reasons()), SENTENCES));
    }
    lines.add("decided", decided(finding.decision()));
    if (advice) {
      advice(lines, cardsById.get(finding.rule()));
    }
    lines.add("seen in", seen(finding.events()));
    lines.add("finding", SafeText.of(finding.id(), NAME) + correlated(finding.events()));
    lines.line("");
    return lines.lines();
  }

  private static void advice(Block lines, @Nullable RuleCard card) {
    if (card == null) {
      return;
    }
    if (!card.why().isBlank()) {
      lines.add("why", SafeText.of(card.why(), SENTENCES));
    }
    int step = 1;
    for (String response : card.response()) {
      lines.add(step == 1 ? "do" : "", step + ". " + SafeText.of(response, SENTENCES));
      step++;
    }
  }

  private static String who(Actor actor) {
    StringBuilder who = new StringBuilder(SafeText.of(actor.label(), NAME));
    StringJoiner details = new StringJoiner(", ", " (", ")");
    details.add(SafeText.of(actor.type(), NAME));
    if (actor.id() != null && !actor.id().equals(actor.label())) {
      details.add(SafeText.of(actor.id(), NAME));
    }
    who.append(details);
    return actor.ip() == null
        ? who.toString()
        : who.append(" from ").append(SafeText.of(actor.ip(), NAME)).toString();
  }

  private static String what(Target target) {
    StringJoiner what = new StringJoiner(" ");
    if (!target.type().isBlank()) {
      what.add(SafeText.of(target.type(), NAME));
    }
    what.add(SafeText.of(target.label(), NAME));
    if (target.appId() != null && !target.appId().equals(target.label())) {
      what.add("appId " + SafeText.of(target.appId(), NAME));
    }
    if (target.id() != null && !target.id().equals(target.label())) {
      what.add("id " + SafeText.of(target.id(), VALUE));
    }
    return what.toString();
  }

  private static String changed(Evidence evidence) {
    Excerpt excerpt = Excerpt.of(evidence.oldValue(), evidence.newValue(), VALUE);
    return "%s: %s → %s"
        .formatted(SafeText.of(evidence.property(), NAME), excerpt.before(), excerpt.after());
  }

  private static String decided(Decision decision) {
    StringBuilder decided = new StringBuilder(SafeText.of(decision.reason(), NAME));
    if (decision.change() != null) {
      decided.append(", covered by ").append(SafeText.of(decision.change(), NAME));
    }
    Decision.NearestChange nearest = decision.nearest();
    if (nearest != null) {
      decided.append(
          "; %s came closest, missed by %s"
              .formatted(SafeText.of(nearest.id(), NAME), SafeText.of(nearest.missedBy(), NAME)));
    }
    return decided.toString();
  }

  private static String seen(List<EventRef> events) {
    StringJoiner seen = new StringJoiner(", ");
    int shown = 0;
    for (EventRef event : events) {
      if (shown == SHOWN || seen.length() > TITLE) {
        break;
      }
      seen.add(SafeText.of(event.source(), VALUE) + ":" + event.record());
      shown++;
    }
    return seen + (shown < events.size() ? " and " + (events.size() - shown) + " more" : "");
  }

  private static String correlated(List<EventRef> events) {
    return events.stream()
        .map(EventRef::correlationId)
        .filter(Objects::nonNull)
        .findFirst()
        .map(id -> ", correlation id " + SafeText.of(id, NAME))
        .orElse("");
  }

  private static String some(List<String> names) {
    String first = SafeText.of(names.get(0), NAME);
    return names.size() == 1 ? first : first + " and " + (names.size() - 1) + " more";
  }

  private static String span(Instant first, Instant last) {
    return first.equals(last) ? first.toString() : first + " to " + last;
  }
}
