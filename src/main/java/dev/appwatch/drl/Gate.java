package dev.appwatch.drl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which rule files may be compiled: those that say nothing but what rules may say. A rule
 * file is code to the engine, so whatever is not known to be harmless is refused, with its place.
 */
public final class Gate {

  /** The folder whose rules decide about findings instead of raising them. */
  public static final String SUPPRESSION = "drl/suppression/";

  /** The lists of a pack that hold the catalogues, by the name of the catalogue. */
  public static final Map<String, String> LISTS =
      Map.of(
          "operations", "operations.csv",
          "permissions", "privileged-permissions.csv",
          "roles", "privileged-roles.csv");

  private static final int LONGEST = 1_000_000;

  private final Map<String, Set<String>> catalogues;
  private final boolean advises;

  /**
   * Makes a gate.
   *
   * @param catalogues known values by the name of their catalogue, in lower case; a value that is
   *     in none is a warning, and nothing is said where there is no catalogue
   */
  public Gate(Map<String, Set<String>> catalogues) {
    this(catalogues, true);
  }

  private Gate(Map<String, Set<String>> catalogues, boolean advises) {
    this.catalogues = Map.copyOf(catalogues);
    this.advises = advises;
  }

  /** Returns a gate that refuses the same, and looks for no rules that can never hold. */
  public static Gate refusingOnly() {
    return new Gate(Map.of(), false);
  }

  /**
   * Returns the tree of a file and adds what is wrong with it to the problems. Where one of them
   * {@link RuleProblem#refuses() refuses}, the tree is incomplete and must not be handed on.
   */
  public RuleTree read(RuleFile file, List<RuleProblem> problems) {
    if (file.text().length() > LONGEST) {
      problems.add(
          file.problem(
              "too-long",
              "the file has (%d) characters, there may be (%d)."
                  .formatted(file.text().length(), LONGEST)));
      return DrlReader.read(new RuleFile(file.name(), ""), new ArrayList<>());
    }
    List<RuleProblem> misread = new ArrayList<>();
    RuleTree tree = DrlReader.read(file, misread);
    List<RuleProblem> misused = new ArrayList<>();
    new TreeCheck(tree, catalogues, misused).check();
    if (advises && misread.isEmpty() && misused.stream().noneMatch(RuleProblem::refuses)) {
      new DeadRules(tree, misused).find();
    }
    List<RuleProblem> all = new ArrayList<>(misread);
    for (RuleProblem problem : misused) {
      // a text that could not be read is not blamed again for what it does not say
      if (misread.stream().noneMatch(other -> sameWord(other, problem))) {
        all.add(problem);
      }
    }
    all.sort(Comparator.comparingInt(RuleProblem::line).thenComparingInt(RuleProblem::column));
    problems.addAll(all);
    return tree;
  }

  private static boolean sameWord(RuleProblem misread, RuleProblem problem) {
    return misread.line() == problem.line()
        && problem.column() <= misread.column()
        && misread.column() < problem.column() + Math.max(1, problem.length());
  }
}
