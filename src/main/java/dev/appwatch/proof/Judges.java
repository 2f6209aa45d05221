package dev.appwatch.proof;

import dev.appwatch.context.Context;
import dev.appwatch.evaluate.Asker;
import dev.appwatch.evaluate.Witness;
import dev.appwatch.rules.RuleBook;
import dev.appwatch.scenario.Judge;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * Makes judges of scenarios, as they judge logs, but for what is given. For any number of threads.
 */
public interface Judges {

  /**
   * Returns a judge.
   *
   * @param pack the folder of the lists, limits and calendars
   * @param book the rules
   * @param witnesses who watches each scenario
   * @param askers who asks the rules
   */
  Judge of(
      Path pack,
      RuleBook book,
      Function<Context, Witness> witnesses,
      Function<Context, Asker> askers);
}
