package dev.appwatch.cli;

import dev.appwatch.store.Store;
import dev.appwatch.store.Totals;
import java.io.PrintWriter;
import java.util.List;

/** Tells what became of all records that a store ever saw, and whether any is missing. */
final class Conserved {

  private Conserved() {}

  /** Returns whether nothing is missing. */
  static boolean tell(Store store, PrintWriter err) {
    Totals all = store.totals().values().stream().reduce(Totals.NONE, Totals::and);
    err.printf(
        "appwatch: received %d = evaluated %d + quarantined %d%n",
        all.received(), all.evaluated(), all.quarantined());
    List<String> problems = store.check();
    problems.forEach(err::println);
    err.flush();
    return problems.isEmpty();
  }
}
