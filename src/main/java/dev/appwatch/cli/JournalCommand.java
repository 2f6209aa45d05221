package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.store.JournalEntry;
import dev.appwatch.store.Store;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reads the journal of a service. */
@Command(
    name = "journal",
    description = {
      "Read the journal that appwatch serve keeps: what was decided, and who changed what.",
      "One line for each entry. appwatch verify --store tells whether it is whole."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class JournalCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private final StoreOptions stores = new StoreOptions();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "Only entries of that kind, or whose kind begins so, for example pack.")
  private @Nullable String kind;

  @Option(
      names = "--since",
      paramLabel = "INSTANT",
      description = "Only entries from that moment on, for example 2026-03-04T09:00:00Z.")
  private @Nullable Instant since;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = stores.open(false)) {
      store.forEachEntry(
          entry -> {
            if (asked(entry)) {
              out.printf(
                  "%d  %s  %-17s  %s%n",
                  entry.number(),
                  entry.at(),
                  SafeText.of(entry.kind()),
                  SafeText.of(entry.payload()));
            }
          });
    }
    out.flush();
    return ExitCode.DONE;
  }

  private boolean asked(JournalEntry entry) {
    return (kind == null || entry.kind().startsWith(kind))
        && (since == null || !entry.at().isBefore(since));
  }
}
