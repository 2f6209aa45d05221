package dev.appwatch.context;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The lists, calendars or limits of a pack can't be used; says everything that is wrong at once.
 */
public final class PackRefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<PackProblem> problems;

  public PackRefusedException(List<PackProblem> problems) {
    super(problems.stream().map(PackProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns every problem, in the order of the files. */
  public List<PackProblem> problems() {
    return problems;
  }
}
