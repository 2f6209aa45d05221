package dev.appwatch.rules;

import dev.appwatch.drl.RuleProblem;
import java.util.List;
import java.util.stream.Collectors;

/** The rules of a pack can't be used; says everything that is wrong at once. */
public final class RulesRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<RuleProblem> problems;

  public RulesRefusedException(List<RuleProblem> problems) {
    super(problems.stream().map(RuleProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem, in the order of the files. */
  public List<RuleProblem> problems() {
    return problems;
  }
}
