package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.model.VaultEvent;
import dev.appwatch.rules.RuleBook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieServices;
import org.kie.api.definition.rule.Rule;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ThreadSafeOption;
import org.kie.api.runtime.rule.FactHandle;

/**
 * Asks every rule about one event at a time, in a session that lives as long as the evaluator. Not
 * safe to share between threads: one evaluator for each.
 */
public final class Evaluator implements AutoCloseable {

  private static final int MOST_FIRINGS = 10_000;

  private final RuleBook book;
  private final Context context;
  private final History history = new History();
  private final Interpreter interpreter;
  private final FindingBuilder builder;
  private final Sink sink = new Sink();
  private final List<FactHandle> handles = new ArrayList<>();
  private @Nullable KieSession session;

  /**
   * Makes an evaluator.
   *
   * @param snapshotTime when inventory objects were read; null when unknown, so that no credential
   *     counts as expired
   */
  public Evaluator(RuleBook book, Context context, @Nullable Instant snapshotTime) {
    this.book = book;
    this.context = context;
    interpreter = new Interpreter(context, history, snapshotTime);
    builder = new FindingBuilder(book.digest(), context.policy().tenant());
  }

  /**
   * Returns in which round the event is to be judged: 0 at once, else after every event of the
   * input was learned and every earlier round was judged.
   */
  public int round(Event event) {
    return Interpreter.round(event);
  }

  /** Takes in what the event tells about others; cheap, and to be called for every event once. */
  public void learn(Event event) {
    history.learn(event);
  }

  /**
   * Returns what the rules raised, in the order of rows; empty when none holds.
   *
   * @throws EvaluationFailedException when judging failed; the next event is judged as if this one
   *     had not been there
   */
  public List<Finding> evaluate(Event event) {
    try {
      List<Observation> observations = interpreter.observe(event);
      boolean asked = book.asksFor(event);
      if (observations.isEmpty() && !asked) {
        return List.of();
      }
      List<Finding> findings = builder.build(fire(event, asked, observations));
      for (Finding finding : findings) {
        if (finding.rule().equals(ConsentObserver.GRANTS_OF_ADMINISTRATORS)) {
          history.administratorGranted(event.header().correlationId());
        }
      }
      return findings;
    } catch (RuntimeException e) {
      discardSession();
      throw new EvaluationFailedException("The event could not be judged.", e);
    }
  }

  private List<Raised> fire(Event event, boolean asked, List<Observation> observations) {
    KieSession running = session();
    sink.raised.clear();
    try {
      if (asked) {
        handles.add(running.insert(event));
      }
      for (Observation observation : observations) {
        handles.add(running.insert(observation));
      }
      int fired = running.fireAllRules(MOST_FIRINGS);
      if (fired >= MOST_FIRINGS) {
        throw new IllegalStateException(
            "The rules fired (%d) times for one event.".formatted(fired));
      }
      return List.copyOf(sink.raised);
    } finally {
      handles.forEach(running::delete);
      handles.clear();
    }
  }

  private KieSession session() {
    if (session == null) {
      KieSessionConfiguration configuration = KieServices.get().newKieSessionConfiguration();
      configuration.setOption(ThreadSafeOption.NO);
      session = book.base().newKieSession(configuration, null);
      session.setGlobal("findings", sink);
    }
    return session;
  }

  private void discardSession() {
    handles.clear();
    if (session != null) {
      session.dispose();
      session = null;
    }
  }

  @Override
  public void close() {
    discardSession();
  }

  private final class Sink implements Findings {

    private final List<Raised> raised = new ArrayList<>();

    @Override
    public void raise(Rule rule, Observation observation) {
      raised.add(new Raised(book.clause(rule.getName()), observation.basis()));
    }

    @Override
    public void raise(Rule rule, Event event) {
      raised.add(new Raised(book.clause(rule.getName()), basis(event)));
    }

    private Basis basis(Event event) {
      if (event instanceof AuditEvent audit) {
        return Basics.basis(
            context,
            audit,
            audit.targets(),
            audit.changes().stream()
                .map(c -> new dev.appwatch.model.Evidence(c.property(), c.oldValue(), c.newValue()))
                .toList(),
            audit.operation(),
            Map.of("what", audit.header().operation()),
            null);
      }
      return Basics.basis(
          context,
          event.header(),
          event.header().operation(),
          event instanceof VaultEvent vault ? vault.actor() : dev.appwatch.model.Actor.UNKNOWN,
          List.of(),
          List.of(),
          String.valueOf(event.header().time()) + "|" + event.header().id(),
          event.header().operation(),
          Map.of("what", event.header().operation()),
          null);
    }
  }
}
