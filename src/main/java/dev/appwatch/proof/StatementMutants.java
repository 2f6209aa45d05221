package dev.appwatch.proof;

import dev.appwatch.drl.Fix;
import dev.appwatch.drl.Gate;
import dev.appwatch.drl.Place;
import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleNode.Annotation;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.model.Disposition;
import dev.appwatch.model.Risk;
import dev.appwatch.proof.Mutant.Kind;
import dev.appwatch.rules.Clause;
import dev.appwatch.rules.RuleBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes what a rule states, one thing at a time. */
final class StatementMutants {

  /** A code that no rule states. */
  private static final String OTHER_CODE = "CHANGED";

  private static final String MERGED =
      "another rule holds whenever it does and states at least as much, and what they state is"
          + " merged";

  private final RuleBook book;
  private final RuleTree tree;
  private final RuleNode rule;
  private final List<Mutant> mutants = new ArrayList<>();

  private StatementMutants(RuleBook book, RuleTree tree, RuleNode rule) {
    this.book = book;
    this.tree = tree;
    this.rule = rule;
  }

  static List<Mutant> of(RuleBook book, RuleTree tree, RuleNode rule) {
    StatementMutants all = new StatementMutants(book, tree, rule);
    if (tree.file().name().startsWith(Gate.SUPPRESSION)) {
      all.code("cover");
      all.code("objection");
    } else {
      all.risk();
      all.disposition();
      all.reasons();
      all.suppressible();
    }
    return all.mutants;
  }

  private void code(String annotation) {
    rule.annotation(annotation)
        .ifPresent(
            written ->
                write(
                    written,
                    OTHER_CODE,
                    "a scenario whose decision is (%s)".formatted(written.value()),
                    null));
  }

  private void risk() {
    Optional<Annotation> written = rule.annotation("risk");
    if (written.isEmpty()) {
      return;
    }
    Risk stated = clause(rule).risk();
    for (Risk other : Risk.values()) {
      if (other != stated) {
        write(
            written.get(),
            other.word(),
            "a scenario in which this rule decides about the risk",
            merged(Clause::risk, stated, other));
      }
    }
  }

  private void disposition() {
    Disposition stated = clause(rule).disposition();
    Optional<Annotation> written = rule.annotation("disposition");
    for (Disposition other : Disposition.values()) {
      if (other == stated) {
        continue;
      }
      String missing = "a scenario in which this rule decides about the disposition";
      String equivalent = merged(Clause::disposition, stated, other);
      if (written.isPresent()) {
        write(written.get(), other.word(), missing, equivalent);
      } else {
        Place name = rule.parent() == null ? rule.name().place() : rule.parent().place();
        add(
            "write @disposition(\"" + other.word() + "\")",
            rule.name().place(),
            new Fix(name.end(), 0, " @disposition(\"" + other.word() + "\")"),
            missing,
            equivalent);
      }
    }
  }

  /** Returns why it makes no difference what a rule states beside those that hold with it. */
  private <T extends Comparable<T>> @Nullable String merged(
      Function<Clause, T> of, T stated, T other) {
    T most = stated.compareTo(other) > 0 ? stated : other;
    for (RuleNode implied : Implied.by(tree, rule)) {
      if (of.apply(clause(implied)).compareTo(most) >= 0
          && clause(implied).summary().equals(clause(rule).summary())) {
        return MERGED;
      }
    }
    return null;
  }

  private void reasons() {
    Optional<Annotation> written = rule.annotation("reason");
    List<String> reasons = clause(rule).reasons();
    for (String reason : reasons) {
      String others =
          String.join(", ", reasons.stream().filter(other -> !other.equals(reason)).toList());
      Annotation annotation = written.orElseThrow();
      add(
          "drop the reason " + reason,
          annotation.valuePlace(),
          new Fix(
              annotation.valuePlace().offset(),
              annotation.valuePlace().length(),
              "\"" + others + "\""),
          "a scenario whose only cause for the reason (%s) is this rule".formatted(reason),
          null);
    }
  }

  private void suppressible() {
    rule.annotation("suppressible")
        .ifPresent(
            written -> {
              boolean yes = written.value().equals("yes");
              write(
                  written,
                  yes ? "no" : "yes",
                  yes
                      ? "a scenario in which an approved change covers a finding of the row"
                      : "a scenario in which an approved change covers a finding of the row, which"
                          + " alerts all the same",
                  null);
            });
  }

  private void write(
      Annotation annotation, String value, String missing, @Nullable String equivalent) {
    add(
        "write @%s(\"%s\")".formatted(annotation.name().text(), value),
        annotation.valuePlace(),
        new Fix(
            annotation.valuePlace().offset(),
            annotation.valuePlace().length(),
            "\"" + value + "\""),
        missing,
        equivalent);
  }

  private void add(String what, Place place, Fix fix, String missing, @Nullable String equivalent) {
    mutants.add(
        new Mutant(
            tree.file().name(),
            rule.name().text(),
            what,
            Kind.STATE,
            place,
            fix,
            null,
            missing,
            equivalent));
  }

  private Clause clause(RuleNode of) {
    return book.clause(of.name().text());
  }
}
