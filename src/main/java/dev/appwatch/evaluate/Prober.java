package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.rules.ProbeBook;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.kie.api.definition.rule.Rule;

/** Asks the engine which conditions hold of which facts. For one thread. */
public final class Prober implements AutoCloseable {

  private static final int MOST_FIRINGS = 1_000_000;

  private final RuleSession session;
  private final Found found = new Found();
  private final Stated stated = new Stated();
  private final IdentityHashMap<Object, Set<String>> held = new IdentityHashMap<>();

  public Prober(ProbeBook probes, Context context) {
    session = new RuleSession(probes.base(), context, MOST_FIRINGS);
  }

  /** Returns the names of the probes that hold, by the fact of which they hold, as it came. */
  public IdentityHashMap<Object, Set<String>> hold(List<Object> facts) {
    held.clear();
    session.ask(facts, found, stated);
    return new IdentityHashMap<>(held);
  }

  /** Returns the names of the probes that hold of a finding and each of the approvals. */
  public IdentityHashMap<Object, Set<String>> hold(
      Finding finding, List<? extends Approval> approvals) {
    List<Object> facts = new ArrayList<>(approvals);
    facts.add(finding);
    return hold(facts);
  }

  private void add(Rule rule, Object fact) {
    held.computeIfAbsent(fact, any -> new HashSet<>()).add(rule.getName());
  }

  @Override
  public void close() {
    session.close();
  }

  private final class Found implements Findings {
    @Override
    public void raise(Rule rule, Observation observation) {
      add(rule, observation);
    }

    @Override
    public void raise(Rule rule, Event event) {
      add(rule, event);
    }
  }

  private final class Stated implements Decisions {
    @Override
    public void cover(Rule rule, Finding finding, Approval approval) {
      add(rule, approval);
    }

    @Override
    public void object(Rule rule, Finding finding, Approval approval) {
      add(rule, approval);
    }
  }
}
