package dev.appwatch.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rewrites what scenarios expect to what was raised, in the text of their file. Nothing else of the
 * file changes by a single byte.
 */
public final class Acceptance {

  private Acceptance() {}

  /**
   * Returns the text of a scenario file with the differences of some of its scenarios accepted.
   *
   * @param name name of the file
   * @param text its text
   * @param results results of scenarios of this file; those that passed are left alone
   * @param reason why what is raised is right; it is written beside each expectation
   * @throws ScenariosRefusedException when the text can't be rewritten
   */
  public static String accept(
      String name, String text, List<ScenarioResult> results, String reason) {
    ScenarioText before;
    try {
      before = ScenarioText.parse(text);
    } catch (JsonProcessingException e) {
      throw refused(name);
    }
    List<Edit> edits = new ArrayList<>();
    List<ScenarioResult> accepted = new ArrayList<>();
    for (ScenarioResult result : results) {
      if (!result.passed() && result.problem() == null) {
        edits.addAll(new ExpectationEditor(before, result.scenario()).edits(result, reason));
        accepted.add(result);
      }
    }
    String after = Edit.apply(text, edits);
    check(name, text, after, accepted);
    return after;
  }

  /** What was rewritten must read back as what was raised, and everything else as before. */
  private static void check(
      String name, String before, String after, List<ScenarioResult> accepted) {
    List<Scenario> old = ScenarioReader.read(name, before).scenarios();
    List<Scenario> now = ScenarioReader.read(name, after).scenarios();
    boolean same = old.size() == now.size();
    for (int i = 0; same && i < old.size(); i++) {
      Scenario then = old.get(i);
      Scenario read = now.get(i);
      ScenarioRunner asRaised = null;
      for (ScenarioResult result : accepted) {
        if (result.scenario().index() == then.index()) {
          asRaised = new ScenarioRunner((records, differences, clock) -> result.raised());
        }
      }
      same =
          read.name().equals(then.name())
              && read.records().equals(then.records())
              && read.differences().equals(then.differences())
              && (asRaised == null
                  ? read.expected().equals(then.expected())
                  : asRaised.run(read).passed());
    }
    if (!same) {
      throw refused(name);
    }
  }

  private static ScenariosRefusedException refused(String name) {
    return new ScenariosRefusedException(
        List.of(
            "%s: error: the expectations of this file can't be rewritten.\n    Maybe write them by hand."
                .formatted(name)));
  }
}
