package dev.appwatch.store;

import java.util.List;

/**
 * What became of checking a journal.
 *
 * @param entries how many entries there are
 * @param head where they end
 * @param findings how many findings were held against them
 * @param problems what does not hold, one or two lines each; of very many, the first
 */
public record JournalReport(long entries, JournalHead head, long findings, List<String> problems) {

  public JournalReport {
    problems = List.copyOf(problems);
  }
}
