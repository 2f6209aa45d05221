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
public final class RuleSession implements Asker {

  private static final int MOST_FIRINGS = 10_000;

  private final KieSession session;
  private final int mostFirings;
  private final List<FactHandle> handles = new ArrayList<>();
  private final boolean finds;
  private final boolean decides;

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
    KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
    configuration.setOption(ThreadSafeOption.NO);
    session = base.newKieSession(configuration, null);
    Set<String> globals = new java.util.HashSet<>();
    base.getKiePackages()
        .forEach(
            rules -> rules.getGlobalVariables().forEach(global -> globals.add(global.getName())));
    finds = globals.contains("findings");
    decides = globals.contains("decisions");
    if (decides) {
      session.insert(new Approvers(Set.copyOf(context.policy().approvers())));
      context.calendars().forEach(session::insert);
    }
  }

  @Override
  public void ask(Iterable<?> facts, Findings findings, Decisions decisions) {
    try {
      if (finds) {
        session.setGlobal("findings", findings);
      }
      if (decides) {
        session.setGlobal("decisions", decisions);
      }
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
