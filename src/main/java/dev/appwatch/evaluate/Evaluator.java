package dev.appwatch.evaluate;

import dev.appwatch.context.Context;
import dev.appwatch.context.Policy;
import dev.appwatch.model.Approval;
import dev.appwatch.model.AuditEvent;
import dev.appwatch.model.Basis;
import dev.appwatch.model.Decision;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.model.Observation;
import dev.appwatch.model.QuarantinedRecord;
import dev.appwatch.model.VaultEvent;
import dev.appwatch.rules.RuleBook;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kie.api.definition.rule.Rule;

/**
 * Asks every rule about one event at a time, in a session that lives as long as the evaluator. Not
 * safe to share between threads: one evaluator for each.
 */
public final class Evaluator implements AutoCloseable {

  private static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private final RuleBook book;
  private final Context context;
  private final History history;
  private final Interpreter interpreter;
  private final FindingBuilder builder;
  private final Floor floor;
  private final FeedWatch feedWatch;
  private Concerns concerns;
  private final Sink sink = new Sink();
  private final Stated stated = new Stated();
  private final Witness witness;
  private final Function<Context, Asker> askers;
  private final Map<String, Boolean> suppressibleRows = new HashMap<>();
  private final @Nullable Instant snapshotTime;
  private @Nullable Asker session;
  private Instant latestPlausible;

  /**
   * Makes an evaluator.
   *
   * @param snapshotTime when inventory objects were read; null when unknown, so that no credential
   *     counts as expired
   */
  public Evaluator(RuleBook book, Context context, @Nullable Instant snapshotTime) {
    this(book, context, snapshotTime, null);
  }

  /**
   * Makes an evaluator.
   *
   * @param snapshotTime when inventory objects were read; null when unknown, so that no credential
   *     counts as expired
   * @param receivedAt when the records were received; null when unknown, so that none counts as
   *     being from the future
   */
  public Evaluator(
      RuleBook book,
      Context context,
      @Nullable Instant snapshotTime,
      @Nullable Instant receivedAt) {
    this(book, context, snapshotTime, receivedAt, Witness.NONE);
  }

  /** Makes an evaluator whose work somebody watches; otherwise the same. */
  public Evaluator(
      RuleBook book,
      Context context,
      @Nullable Instant snapshotTime,
      @Nullable Instant receivedAt,
      Witness witness) {
    this(book, context, snapshotTime, receivedAt, witness, of -> new RuleSession(book.base(), of));
  }

  /**
   * Makes an evaluator that asks the rules in a way of its own; otherwise the same.
   *
   * @param askers opens who asks; closed by the evaluator
   */
  public Evaluator(
      RuleBook book,
      Context context,
      @Nullable Instant snapshotTime,
      @Nullable Instant receivedAt,
      Witness witness,
      Function<Context, Asker> askers) {
    this(book, context, snapshotTime, receivedAt, witness, askers, new History());
  }

  private Evaluator(
      RuleBook book,
      Context context,
      @Nullable Instant snapshotTime,
      @Nullable Instant receivedAt,
      Witness witness,
      Function<Context, Asker> askers,
      History history) {
    this.witness = witness;
    this.askers = askers;
    this.book = book;
    this.context = context;
    this.snapshotTime = snapshotTime;
    this.history = history;
    latestPlausible = receivedAt == null ? Instant.MAX : receivedAt.plus(MOST_AHEAD);
    concerns = new Concerns(book, latestPlausible);
    interpreter = new Interpreter(context, history, snapshotTime);
    floor = new Floor(context.policy().onFloor(), context.policy().own());
    builder = new FindingBuilder(book.digest(), context.policy().tenant(), floor);
    feedWatch = new FeedWatch(context);
  }

  /**
   * Returns in which round the event is to be judged: 0 at once, else after every event of the
   * input was learned and every earlier round was judged.
   */
  public int round(Event event) {
    return Interpreter.round(event);
  }

  /**
   * Returns an evaluator that knows what this one learned and judges by other rules and facts. This
   * one is to be closed.
   */
  public Evaluator successor(RuleBook otherBook, Context otherContext, Instant receivedAt) {
    return new Evaluator(
        otherBook,
        otherContext,
        snapshotTime,
        receivedAt,
        witness,
        of -> new RuleSession(otherBook.base(), of),
        history);
  }

  /** Returns the limits and switches that it judges by. */
  public Policy policy() {
    return context.policy();
  }

  /** Takes in when the records that follow were received. */
  public void receivedAt(Instant now) {
    latestPlausible = now.plus(MOST_AHEAD);
    concerns = new Concerns(book, latestPlausible);
  }

  /** Returns what an event must be like to matter to this evaluator, for any thread to ask. */
  public Concerns concerns() {
    return concerns;
  }

  /** Takes in that there was an event at that time of which nothing else matters. */
  public void sawEventAt(Instant time) {
    if (concerns.plausible(time)) {
      feedWatch.sawEventAt(time);
    }
  }

  /**
   * Takes in what the event tells about others, and returns whether it tells anything; cheap, and
   * to be called for every event once.
   */
  public boolean learn(Event event) {
    Instant time = event.header().time();
    if (time != null) {
      sawEventAt(time);
    }
    return history.learn(event);
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
        witness.judged(event, List.of(), List.of());
        return List.of();
      }
      List<Object> facts = new ArrayList<>(observations);
      if (asked) {
        facts.add(event);
      }
      List<Finding> findings = decided(builder.build(raised(event, facts)));
      if (event instanceof AuditEvent audit && GrantObserver.looksAt(audit.operation())) {
        for (Finding finding : findings) {
          if (finding.rule().equals(ConsentObserver.GRANTS_OF_ADMINISTRATORS)) {
            history.administratorGranted(event.header().correlationId());
          }
        }
      }
      return findings;
    } catch (RuntimeException e) {
      discardSession();
      throw new EvaluationFailedException("The event could not be judged.", e);
    }
  }

  /**
   * Returns what the rules say about a record that could not be judged; nothing where a rule fails,
   * for the record is in quarantine all the same.
   */
  public List<Finding> setAside(QuarantinedRecord record) {
    try {
      return decided(builder.build(raised(null, List.of(RecordWatch.observe(context, record)))));
    } catch (RuntimeException e) {
      discardSession();
      return List.of();
    }
  }

  /**
   * Returns what is to be said about the change feeds themselves. To be called once, after the last
   * event.
   *
   * @throws EvaluationFailedException when judging failed
   */
  public List<Finding> finish() {
    try {
      List<Finding> findings = new ArrayList<>();
      for (Observation observation : feedWatch.observe()) {
        findings.addAll(decided(builder.build(raised(null, List.of(observation)))));
      }
      return findings;
    } catch (RuntimeException e) {
      discardSession();
      throw new EvaluationFailedException("The change feeds could not be judged.", e);
    }
  }

  private List<Raised> raised(@Nullable Event event, List<Object> facts) {
    sink.raised.clear();
    sink.held.clear();
    fire(facts);
    witness.judged(event, facts, List.copyOf(sink.held));
    return List.copyOf(sink.raised);
  }

  private List<Finding> decided(List<Finding> findings) {
    List<Finding> decided = new ArrayList<>(findings.size());
    for (Finding finding : findings) {
      decided.add(decided(finding));
    }
    decided.forEach(witness::found);
    return decided;
  }

  private Finding decided(Finding finding) {
    if (Floor.ownRow(finding.rule())) {
      // what is about this program alerts, whatever the pack says of it
      return decide(alerting(finding));
    }
    if (finding.disposition() == Disposition.INFORMATIONAL) {
      return finding;
    }
    if (finding.disposition() == Disposition.SUPPRESSED) {
      // a record explains it; what is on the floor needs a person all the same
      return finding.floor().isEmpty()
          ? finding
          : finding.decided(
              finding.risk(),
              Disposition.ALERT,
              finding.reasons(),
              new Decision(null, "FLOOR", null));
    }
    return decide(finding);
  }

  private static Finding alerting(Finding finding) {
    return finding.disposition() == Disposition.ALERT
        ? finding
        : finding.decided(
            finding.risk(),
            Disposition.ALERT,
            finding.reasons(),
            new Decision(null, "NO_CHANGE", null));
  }

  /**
   * Returns the finding with the decision that the suppression rules, hours and freezes lead to.
   * Its risk is taken as the one that its rules state; that it is explained by a record, or merely
   * informational, is for the caller to know.
   */
  public Finding decide(Finding finding) {
    Policy policy = context.policy();
    Instant time = finding.time();
    boolean timeKnown = !time.equals(Instant.EPOCH);
    List<Approval> near = timeKnown ? context.changes().near(finding) : List.of();
    List<Statement> statements = ask(finding, near);
    witness.asked(finding, near, statements);
    return Decider.decide(
        finding,
        new Decider.Circumstances(
            timeKnown,
            time.isAfter(latestPlausible),
            timeKnown ? context.hoursOf(finding) : "unknown",
            context.changes().frozen(finding.tenant(), time),
            !context.changes().stale(time, policy.changeFeedMaxAge()).isEmpty(),
            suppressibleRows.computeIfAbsent(finding.rule(), book::suppressible),
            policy.raisesRiskOffHours()),
        statements);
  }

  /** Returns what the suppression rules state about a finding and some approvals, near or not. */
  public List<Statement> ask(Finding finding, List<? extends Approval> approvals) {
    stated.statements.clear();
    if (!approvals.isEmpty()) {
      List<Object> facts = new ArrayList<>(approvals);
      facts.add(finding);
      fire(facts);
    }
    return List.copyOf(stated.statements);
  }

  private void fire(List<Object> facts) {
    if (session == null) {
      session = askers.apply(context);
    }
    session.ask(facts, sink, stated);
  }

  private void discardSession() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  @Override
  public void close() {
    discardSession();
  }

  /** Collects what the suppression rules state. */
  private final class Stated implements Decisions {

    private final List<Statement> statements = new ArrayList<>();

    @Override
    public void cover(Rule rule, Finding finding, Approval approval) {
      statements.add(new Statement(book.suppressionRule(rule.getName()), approval));
    }

    @Override
    public void object(Rule rule, Finding finding, Approval approval) {
      statements.add(new Statement(book.suppressionRule(rule.getName()), approval));
    }
  }

  private final class Sink implements Findings {

    private final List<Raised> raised = new ArrayList<>();
    private final List<Witness.Held> held = new ArrayList<>();

    @Override
    public void raise(Rule rule, Observation observation) {
      held.add(new Witness.Held(rule.getName(), observation));
      raised.add(
          new Raised(book.clause(rule.getName()), observation.basis(), floor.of(observation)));
    }

    @Override
    public void raise(Rule rule, Event event) {
      held.add(new Witness.Held(rule.getName(), event));
      raised.add(new Raised(book.clause(rule.getName()), basis(event), Set.of()));
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
