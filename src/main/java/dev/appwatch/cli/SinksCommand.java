package dev.appwatch.cli;

import dev.appwatch.report.SafeText;
import dev.appwatch.store.SinkState;
import dev.appwatch.store.Store;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Tells how far the sinks of the service are, and forgets those that are gone for good. */
@Command(
    name = "sinks",
    description = "How far each sink of appwatch serve is; forget one that is gone for good.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class SinksCommand extends CommandGroup {

  @Command(
      name = "list",
      description = "One line for each sink that ever began.",
      mixinStandardHelpOptions = true)
  int list(@Mixin StoreOptions options) {
    PrintWriter out = spec().commandLine().getOut();
    try (Store store = options.open(false)) {
      for (SinkState sink : store.sinks().all()) {
        out.printf(
            "%-12s  %,d changes behind, last delivery %s%n",
            SafeText.of(sink.name()),
            sink.behind(),
            sink.delivered() == null ? "never" : sink.delivered());
      }
      out.flush();
      return ExitCode.DONE;
    }
  }

  @Command(
      name = "forget",
      description = {
        "Forget a sink whose route was removed or is never to start again.",
        "",
        "Findings are kept until every sink has them: for one that is gone, for ever. A sink that"
            + " is started again gets every finding that is kept."
      },
      mixinStandardHelpOptions = true)
  int forget(
      @Mixin StoreOptions options,
      @Parameters(paramLabel = "NAME", description = "Its name, as list shows it.") String name) {
    try (Store store = options.open(false)) {
      if (!store.sinks().forget(name, Clock.systemUTC().instant())) {
        throw new RefusedException(
            "There is no sink of the name (%s).%n    Maybe one of: %s."
                .formatted(
                    name,
                    String.join(", ", store.sinks().all().stream().map(SinkState::name).toList())));
      }
      spec().commandLine().getErr().printf("The sink (%s) is forgotten.%n", SafeText.of(name));
      return ExitCode.DONE;
    }
  }
}
