package dev.appwatch.proof;

import dev.appwatch.context.Context;
import dev.appwatch.drl.Gate;
import dev.appwatch.drl.MemberReader;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.evaluate.Prober;
import dev.appwatch.evaluate.Statement;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import dev.appwatch.proof.Answer.Line;
import dev.appwatch.proof.Answer.Truth;
import dev.appwatch.rules.ProbeBook;
import dev.appwatch.rules.ProbeBook.Check;
import dev.appwatch.rules.RuleBook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches an evaluation and tells, event by event, what every rule said of it and why. Checks on
 * the way that its answers are those of the engine. For one thread; to be closed.
 */
public final class Explainer implements Witness, AutoCloseable {

  private final RuleBook book;
  private final ProbeBook probes;
  private final Prober prober;
  private final Predicate<Event> wanted;
  private final BiConsumer<Event, Explanation> told;
  private @Nullable Event event;
  private List<Answer> answers = List.of();
  private List<Object> facts = List.of();
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, List<Answer>> approvals = new HashMap<>();

  /**
   * Makes an explainer.
   *
   * @param wanted which events are to be explained; the others cost nothing
   * @param told gets each explanation, when the event was judged
   */
  public Explainer(
      RuleBook book,
      ProbeBook probes,
      Context context,
      Predicate<Event> wanted,
      BiConsumer<Event, Explanation> told) {
    this.book = book;
    this.probes = probes;
    this.prober = new Prober(probes, context);
    this.wanted = wanted;
    this.told = told;
  }

  @Override
  public void judged(@Nullable Event judged, List<Object> seen, List<Held> held) {
    finish();
    if (judged == null || !wanted.test(judged)) {
      return;
    }
    event = judged;
    facts = seen;
    IdentityHashMap<Object, Set<String>> holding = prober.hold(seen);
    List<Answer> all = new ArrayList<>();
    for (RuleTree tree : book.trees()) {
      if (!tree.file().name().startsWith(Gate.SUPPRESSION)) {
        for (RuleNode rule : tree.rules()) {
          answer(tree, rule, seen, holding, held, all);
        }
      }
    }
    answers = all;
  }

  private void answer(
      RuleTree tree,
      RuleNode rule,
      List<Object> seen,
      IdentityHashMap<Object, Set<String>> holding,
      List<Held> held,
      List<Answer> all) {
    String name = rule.name().text();
    String type = tree.typeOf(rule, rule.then().arguments().get(0));
    boolean asked = false;
    for (Object fact : seen) {
      if (isOf(fact, type)) {
        asked = true;
        boolean holds =
            held.stream().anyMatch(one -> one.rule().equals(name) && same(one.fact(), fact));
        all.add(
            answer(
                name,
                fact,
                holding.getOrDefault(fact, Set.of()),
                holds,
                Map.of(rule.then().arguments().get(0).text(), fact),
                check -> fact));
      }
    }
    if (!asked) {
      all.add(new Answer(row(name), name, null, false, unknown(checks(name))));
    }
  }

  private static boolean same(Object left, Object right) {
    return System.identityHashCode(left) == System.identityHashCode(right) && left.equals(right);
  }

  private String row(String rule) {
    return book.clause(rule).card().id();
  }

  private List<Check> checks(String rule) {
    return probes.checksByRule().getOrDefault(rule, List.of());
  }

  private static boolean isOf(Object fact, String type) {
    if (fact.getClass().getSimpleName().equals(type)) {
      return true;
    }
    for (Class<?> general : fact.getClass().getInterfaces()) {
      if (general.getSimpleName().equals(type)) {
        return true;
      }
    }
    return false;
  }

  private Answer answer(
      String rule,
      Object about,
      Set<String> holding,
      boolean held,
      Map<String, Object> bound,
      Function<Check, Object> asked) {
    List<Line> lines = new ArrayList<>();
    boolean all = true;
    for (Check check : checks(rule)) {
      Line line = line(check, asked.apply(check), holding, bound);
      all &= line.truth() == Truth.TRUE;
      lines.add(line);
    }
    if (all != held) {
      throw new IllegalStateException(
          "The conditions of the rule (%s) and the engine disagree about %s."
              .formatted(rule, about));
    }
    String row = book.clausesByRule().containsKey(rule) ? row(rule) : "";
    return new Answer(row, rule, about, held, lines);
  }

  private static Line line(
      Check check, Object fact, Set<String> holding, Map<String, Object> bound) {
    return new Line(
        check,
        holding.contains(check.probe()) ? Truth.TRUE : Truth.FALSE,
        MemberReader.member(check.condition())
            .map(member -> MemberReader.shown(member, fact, bound))
            .orElse(null),
        check.parts().stream().map(part -> line(part, fact, holding, bound)).toList());
  }

  private static List<Line> unknown(List<Check> checks) {
    return checks.stream()
        .map(check -> new Line(check, Truth.UNKNOWN, null, unknown(check.parts())))
        .toList();
  }

  @Override
  public void asked(Finding finding, List<Approval> near, List<Statement> stated) {
    if (event == null) {
      return;
    }
    IdentityHashMap<Object, Set<String>> holding = prober.hold(finding, near);
    List<Answer> said = new ArrayList<>();
    for (Approval approval : near) {
      for (RuleTree tree : book.trees()) {
        if (tree.file().name().startsWith(Gate.SUPPRESSION)) {
          for (RuleNode rule : tree.rules()) {
            if (isOf(approval, tree.typeOf(rule, rule.then().arguments().get(1)))) {
              said.add(suppression(rule, finding, approval, holding, stated));
            }
          }
        }
      }
    }
    approvals.put(finding.id(), said);
  }

  private Answer suppression(
      RuleNode rule,
      Finding finding,
      Approval approval,
      IdentityHashMap<Object, Set<String>> holding,
      List<Statement> stated) {
    String name = rule.name().text();
    boolean held =
        stated.stream()
            .anyMatch(one -> one.rule().rule().equals(name) && same(one.approval(), approval));
    Map<String, Object> bound = new HashMap<>();
    bound.put(rule.then().arguments().get(0).text(), finding);
    bound.put(rule.then().arguments().get(1).text(), approval);
    return answer(
        name,
        approval,
        holding.getOrDefault(approval, Set.of()),
        held,
        bound,
        check -> check.type().equals("Finding") ? finding : approval);
  }

  @Override
  public void found(Finding finding) {
    if (event != null) {
      findings.add(finding);
    }
  }

  /** Tells of the last event; to be called after the last one too. */
  public void finish() {
    Event last = event;
    if (last != null) {
      told.accept(
          last,
          new Explanation(
              List.copyOf(facts), answers, List.copyOf(findings), Map.copyOf(approvals)));
    }
    event = null;
    findings.clear();
    approvals.clear();
  }

  @Override
  public void close() {
    prober.close();
  }
}
