package dev.appwatch.proof;

import dev.appwatch.drl.Fix;
import dev.appwatch.drl.Place;
import org.jspecify.annotations.Nullable;

/**
 * One small change of a rule or a limit, which some scenario should notice.
 *
 * @param file the file that is changed, relative to the pack
 * @param rule the rule that is changed; for a limit its name
 * @param what what is changed, on one line; with the rule it names the mutant
 * @param kind what sort of change it is
 * @param place where it stands
 * @param fix the change of the file
 * @param effect which condition turns out otherwise; null when none does
 * @param missing what a scenario that notices it would look like
 * @param equivalent why nothing could ever notice it; null when something should
 */
public record Mutant(
    String file,
    String rule,
    String what,
    Kind kind,
    Place place,
    Fix fix,
    @Nullable Effect effect,
    String missing,
    @Nullable String equivalent) {

  /** Sorts of changes. */
  public enum Kind {
    /** A condition is left out. */
    DROP,
    /** A condition must not hold. */
    NEGATE,
    /** A condition takes one value more, or one less. */
    WIDEN,
    /** A condition asks for another value. */
    SWAP,
    /** A rule states another risk, disposition, reason or code. */
    STATE,
    /** A limit or an edge of the hours moves by one. */
    SHIFT;

    /** Returns the word for it. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * How one condition of a rule turns out.
   *
   * @param check where the condition stands, as rules are probed
   * @param how what becomes of it
   * @param text the condition that stands there instead; empty when none does
   */
  public record Effect(Place check, How how, String text) {
    /** What becomes of a condition. */
    public enum How {
      /** It always holds. */
      DROPPED,
      /** It holds when it did not. */
      NEGATED,
      /** It holds when another one does. */
      REPLACED
    }
  }

  /** Returns the mutant, known to be equivalent. */
  Mutant equivalent(String reason) {
    return new Mutant(file, rule, what, kind, place, fix, effect, missing, reason);
  }

  /** Returns the file with the change. */
  public String changed(String text) {
    return text.substring(0, fix.offset())
        + fix.replacement()
        + text.substring(fix.offset() + fix.length());
  }

  @Override
  public String toString() {
    return rule + ": " + what;
  }
}
