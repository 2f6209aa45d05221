package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.Approvers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.FactHandle;

/**
 * A session of the engine that lives long: it keeps what holds for every event, and forgets what it
 * was asked about. For one thread.
 */
final class RuleSession implements AutoCloseable {

  private final KieSession session;
  private final int mostFirings;
  private final List<FactHandle> handles = new ArrayList<>();

  /**
   * Makes a session.
   *
   * @param findings where detection rules speak to, if there are any
   * @param decisions where suppression rules speak to, if there are any
   * @param mostFirings how often rules may fire for one question
   */
  RuleSession(
      KieBase base, Context context, Findings findings, Decisions decisions, int mostFirings) {
    this.mostFirings = mostFirings;
    KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
    configuration.setOption(ThreadSafeOption.NO);
    session = base.newKieSession(configuration, null);
    Set<String> globals = new java.util.HashSet<>();
    base.getKiePackages()
        .forEach(
            rules -> rules.getGlobalVariables().forEach(global -> globals.add(global.getName())));
    if (globals.contains("findings")) {
      session.setGlobal("findings", findings);
    }
    if (globals.contains("decisions")) {
      session.setGlobal("decisions", decisions);
      session.insert(new Approvers(Set.copyOf(context.policy().approvers())));
      context.calendars().forEach(session::insert);
    }
  }

  /** Lets the rules see the facts, and forget them again. */
  void fire(Iterable<?> facts) {
    try {
      facts.forEach(fact -> handles.add(session.insert(fact)));
      int fired = session.fireAllRules(mostFirings);
      if (fired >= mostFirings) {
        throw new IllegalStateException(
            "The rules fired (%d) times for one event.".formatted(fired));
      }
    } finally {
      handles.forEach(session::delete);
      handles.clear();
    }
  }

  @Override
  public void close() {
    session.dispose();
  }
}
