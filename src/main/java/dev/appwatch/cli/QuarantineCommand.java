package dev.appwatch.cli;

import dev.appwatch.context.Context;
import dev.appwatch.intake.Intake;
import dev.appwatch.intake.IntakeOptions;
import dev.appwatch.report.SafeText;
import dev.appwatch.store.Store;
import dev.appwatch.store.StoredQuarantine;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads and retries the records that the service could not judge. */
@Command(
    name = "quarantine",
    description = "Read and retry the records that appwatch serve could not judge.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class QuarantineCommand extends CommandGroup {

  @Command(
      name = "list",
      description = "One line for each record, the first that came first.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin StoreOptions options,
      @Option(names = "--all", description = "Those too that a retry judged.") boolean all) {
    PrintWriter out = spec().commandLine().getOut();
    try (Store store = options.open(false)) {
      store
          .quarantine()
          .forEach(
              all,
              stored ->
                  out.printf(
                      "%s  %s  %s:%d  %s  %s%s%n",
                      stored.id(),
                      stored.lastSeen(),
                      SafeText.of(stored.record().position().source()),
                      stored.record().position().record(),
                      stored.record().reason(),
                      SafeText.of(stored.record().detail()),
                      stored.judgedAt() == null ? "" : "  judged " + stored.judgedAt()));
      out.flush();
      return Conserved.tell(store, spec().commandLine().getErr())
          ? ExitCode.DONE
          : ExitCode.OUR_FAULT;
    }
  }

  @Command(
      name = "show",
      description = "All about one record, its bytes included.",
      mixinStandardHelpOptions = true)
  int show(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.") String id,
      @Option(names = "--raw", description = "Its bytes as they came, and nothing else.")
          boolean raw) {
    try (Store store = options.open(false)) {
      StoredQuarantine stored = withId(store, id);
      if (raw) {
        Output output = Output.to(null);
        try {
          output.stream().write(stored.record().bytes());
          output.stream().flush();
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        return ExitCode.DONE;
      }
      PrintWriter out = spec().commandLine().getOut();
      out.printf("id        %s%n", stored.id());
      out.printf(
          "source    %s, record %d at byte %d, counted for %s%n",
          SafeText.of(stored.record().position().source()),
          stored.record().position().record(),
          stored.record().position().offset(),
          SafeText.of(stored.intake()));
      out.printf(
          "reason    %s. %s%n", stored.record().reason(), SafeText.of(stored.record().detail()));
      out.printf(
          "received  %d times, first %s, last %s%n",
          stored.times(), stored.firstSeen(), stored.lastSeen());
      out.printf("sha256    %s%n", stored.sha256());
      out.println(SafeText.of(new String(stored.record().bytes(), StandardCharsets.UTF_8)));
      out.flush();
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "retry",
      description = {
        "Judge records again, for example after the program was changed.",
        "",
        "A row of a CSV file can't be judged without its header: drop the file in again."
      },
      mixinStandardHelpOptions = true)
  int retry(
      @Mixin StoreOptions options,
      @Mixin PackOptions pack,
      @Parameters(
              arity = "0..*",
              paramLabel = "ID",
              description = "Their ids, or the beginnings of them; without any, all that wait.")
          @Nullable List<String> ids) {
    PrintWriter err = spec().commandLine().getErr();
    try (Store store = options.open(false)) {
      List<String> chosen = new ArrayList<>(); // not the records, which may be many and large
      if (ids == null || ids.isEmpty()) {
        store.quarantine().forEach(false, stored -> chosen.add(stored.id()));
      } else {
        ids.forEach(id -> chosen.add(withId(store, id).id()));
      }
      Context context = pack.context(err);
      long judged = 0;
      try (Intake intake =
          new Intake(store, pack.book(), context, IntakeOptions.DEFAULT, Clock.systemUTC())) {
        for (String id : chosen) {
          if (intake.retry(withId(store, id)) > 0) {
            judged++;
          }
        }
      }
      err.printf("%d of %d were judged; the others stay.%n", judged, chosen.size());
      boolean conserved = Conserved.tell(store, err);
      if (!conserved) {
        return ExitCode.OUR_FAULT;
      }
      return judged == chosen.size() ? ExitCode.DONE : ExitCode.QUARANTINED;
    }
  }

  private static StoredQuarantine withId(Store store, String id) {
    return store
        .quarantine()
        .withId(id)
        .orElseThrow(
            () ->
                new RefusedException(
                    "There is no record, or more than one, whose id begins with (%s).\n    Maybe appwatch quarantine list shows it."
                        .formatted(id)));
  }
}
