package dev.appwatch.evaluate;

import static java.util.Objects.requireNonNull;

import dev.appwatch.context.Context;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Approvers;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.FactHandle;

/**
 * A session of the engine that lives long: it keeps what holds for every event, and forgets what it
 * was asked about. For one thread.
 */
public final class RuleSession implements Asker {

  private static final int MOST_FIRINGS = 10_000;

  /** Made once: each one reads files. */
  private static final KieSessionConfiguration CONFIGURATION = configuration();

  private final KieSession session;
  private final int mostFirings;
  private final List<FactHandle> handles = new ArrayList<>();
  private final Relay relay = new Relay();

  /** Makes a session. */
  public RuleSession(KieBase base, Context context) {
    this(base, context, MOST_FIRINGS);
  }

  /**
   * Makes a session.
   *
   * @param mostFirings how often rules may fire for one question
   */
  RuleSession(KieBase base, Context context, int mostFirings) {
    this.mostFirings = mostFirings;
    session = base.newKieSession(CONFIGURATION, null);
    Set<String> globals = new java.util.HashSet<>();
    base.getKiePackages()
        .forEach(
            rules -> rules.getGlobalVariables().forEach(global -> globals.add(global.getName())));
    if (globals.contains("findings")) {
      session.setGlobal("findings", relay);
    }
    if (globals.contains("decisions")) {
      session.setGlobal("decisions", relay);
      session.insert(new Approvers(Set.copyOf(context.policy().approvers())));
      context.calendars().forEach(session::insert);
    }
  }

  private static KieSessionConfiguration configuration() {
    KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
    configuration.setOption(ThreadSafeOption.NO);
    return configuration;
  }

  @Override
  public void ask(Iterable<?> facts, Findings findings, Decisions decisions) {
    relay.findings = findings;
    relay.decisions = decisions;
    try {
      for (Object fact : facts) {
        handles.add(session.insert(fact));
      }
      int fired = session.fireAllRules(mostFirings);
      if (fired >= mostFirings) {
        throw new IllegalStateException(
            "The rules fired (%d) times for one event.".formatted(fired));
      }
    } finally {
      relay.findings = null;
      relay.decisions = null;
      for (FactHandle handle : handles) {
        session.delete(handle);
      }
      handles.clear();
    }
  }

  @Override
  public void close() {
    session.dispose();
  }

  /**
   * Hands over to whoever asks. The engine keeps what a rule spoke to last, and whoever asked would
   * stay in memory with all that they know.
   */
  private static final class Relay implements Findings, Decisions {

    private @Nullable Findings findings;
    private @Nullable Decisions decisions;

    @Override
    public void raise(Rule rule, Observation observation) {
      requireNonNull(findings).raise(rule, observation);
    }

    @Override
    public void raise(Rule rule, Event event) {
      requireNonNull(findings).raise(rule, event);
    }

    @Override
    public void cover(Rule rule, Finding finding, Approval approval) {
      requireNonNull(decisions).cover(rule, finding, approval);
    }

    @Override
    public void object(Rule rule, Finding finding, Approval approval) {
      requireNonNull(decisions).object(rule, finding, approval);
    }
  }
}
