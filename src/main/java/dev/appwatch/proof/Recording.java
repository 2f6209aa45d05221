package dev.appwatch.proof;

import dev.appwatch.evaluate.Prober;
import dev.appwatch.evaluate.Statement;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps what the rules were asked in a scenario, and which conditions held. For one thread. */
final class Recording implements Witness {

  /**
   * One question to the rules.
   *
   * @param finding the finding that approvals are held against; null when facts are judged
   * @param facts what was asked about: observations and events, or approvals
   * @param holding names of the probes that hold, by fact
   * @param held names of the rules that held, by fact
   */
  record Question(
      @Nullable Finding finding,
      List<Object> facts,
      IdentityHashMap<Object, Set<String>> holding,
      IdentityHashMap<Object, Set<String>> held) {

    Set<String> holding(Object fact) {
      return holding.getOrDefault(fact, Set.of());
    }

    boolean held(String rule, Object fact) {
      return held.getOrDefault(fact, Set.of()).contains(rule);
    }
  }

  private final Prober prober;
  private final List<Question> questions = new ArrayList<>();
  private final Set<Instant> times = new HashSet<>();
  private final Set<String> rows = new HashSet<>();

  Recording(Prober prober) {
    this.prober = prober;
  }

  @Override
  public void judged(@Nullable Event event, List<Object> facts, List<Held> held) {
    if (event != null && event.header().time() != null) {
      times.add(event.header().time());
    }
    if (facts.isEmpty()) {
      return;
    }
    IdentityHashMap<Object, Set<String>> names = new IdentityHashMap<>();
    held.forEach(one -> names.computeIfAbsent(one.fact(), any -> new HashSet<>()).add(one.rule()));
    questions.add(new Question(null, List.copyOf(facts), prober.hold(facts), names));
  }

  @Override
  public void asked(Finding finding, List<Approval> approvals, List<Statement> stated) {
    if (approvals.isEmpty()) {
      return;
    }
    IdentityHashMap<Object, Set<String>> names = new IdentityHashMap<>();
    stated.forEach(
        one ->
            names.computeIfAbsent(one.approval(), any -> new HashSet<>()).add(one.rule().rule()));
    questions.add(
        new Question(finding, List.copyOf(approvals), prober.hold(finding, approvals), names));
  }

  @Override
  public void found(Finding finding) {
    rows.add(finding.rule());
  }

  List<Question> questions() {
    return questions;
  }

  /** Returns when the events of the scenario happened. */
  Set<Instant> times() {
    return times;
  }

  /** Returns the ids of the rows that raised something. */
  Set<String> rows() {
    return rows;
  }
}
