package dev.appwatch.evaluate;

import dev.appwatch.model.Approval;
import dev.appwatch.model.Event;
import dev.appwatch.model.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sees what the rules were asked and what they said, as it happens. Explanations, coverage and
 * mutants rest on it, so that none of them judges a second time in a way of its own.
 */
public interface Witness {

  /** Looks away. */
  Witness NONE = new Witness() {};

  /**
   * A rule that held.
   *
   * @param rule its name
   * @param fact the observation or event that it named
   */
  record Held(String rule, Object fact) {}

  /**
   * One event was judged.
   *
   * @param event the event; null for what is said about the change feeds themselves
   * @param facts what the rules saw: what the event means, and the event itself if a rule asks for
   *     it
   * @param held the rules that held, in the order of the engine
   */
  default void judged(@Nullable Event event, List<Object> facts, List<Held> held) {}

  /**
   * A finding was held against approvals.
   *
   * @param finding the finding before its decision
   * @param approvals those that came near enough to be asked about
   * @param stated what the suppression rules said
   */
  default void asked(Finding finding, List<Approval> approvals, List<Statement> stated) {}

  /** A finding was decided, or needed no decision. */
  default void found(Finding finding) {}
}
