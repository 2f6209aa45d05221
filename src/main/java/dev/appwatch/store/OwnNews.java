package dev.appwatch.store;

import dev.appwatch.model.Finding;
import java.util.List;

/**
 * What the service has to say about itself.
 *
 * @param findings findings of its own rows, alerts all of them
 * @param notes entries for the journal
 */
public record OwnNews(List<Finding> findings, List<JournalNote> notes) {

  /** Nothing happened. */
  public static final OwnNews NONE = new OwnNews(List.of(), List.of());

  public OwnNews {
    findings = List.copyOf(findings);
    notes = List.copyOf(notes);
  }
}
