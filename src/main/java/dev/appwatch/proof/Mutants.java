package dev.appwatch.proof;

import dev.appwatch.drl.RuleNode;
import dev.appwatch.drl.RuleTree;
import dev.appwatch.proof.Mutant.Effect.How;
import dev.appwatch.rules.ProbeBook.Variant;
import dev.appwatch.rules.RuleBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Makes every mutant of a pack. */
public final class Mutants {

  private Mutants() {}

  /**
   * Returns every mutant, in the order of the files. Changes that come to the same are one.
   *
   * @param files which rule files are changed, by their names
   * @param limits whether limits and hours are changed too
   */
  public static List<Mutant> of(Path pack, RuleBook book, Predicate<String> files, boolean limits) {
    Map<String, Mutant> mutants = new LinkedHashMap<>();
    for (RuleTree tree : book.trees()) {
      if (files.test(tree.file().name())) {
        for (RuleNode rule : tree.rules()) {
          List<Mutant> all = new ArrayList<>(ConditionMutants.of(tree, rule));
          all.addAll(StatementMutants.of(book, tree, rule));
          all.forEach(mutant -> mutants.putIfAbsent(mutant.toString(), mutant));
        }
      }
    }
    if (limits) {
      LimitMutants.of(pack).forEach(mutant -> mutants.putIfAbsent(mutant.toString(), mutant));
    }
    return List.copyOf(mutants.values());
  }

  /** Returns the conditions that the engine must be able to answer for the mutants. */
  static List<Variant> variants(List<Mutant> mutants) {
    return mutants.stream()
        .filter(mutant -> mutant.effect() != null && mutant.effect().how() == How.REPLACED)
        .map(mutant -> new Variant(mutant.rule(), mutant.effect().check(), mutant.effect().text()))
        .toList();
  }
}
