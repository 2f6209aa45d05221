package dev.appwatch.evaluate;

import dev.appwatch.model.Approval;
import dev.appwatch.model.Finding;
import org.kie.api.definition.rule.Rule;

/** What the consequence of a suppression rule calls: the only global that those rules know. */
public interface Decisions {

  /** States that an approval covers the finding, as the rule's annotation {@code @cover} says. */
  void cover(Rule rule, Finding finding, Approval approval);

  /** States that an approval does not cover the finding, by the rule's {@code @objection}. */
  void object(Rule rule, Finding finding, Approval approval);
}
